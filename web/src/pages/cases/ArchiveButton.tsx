// Takes a case off its shelf into the archive, with a reason where there is one.
import { Button, Input, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { archiveCase, casesChanged } from '../../api/cases';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';

const REASON_MOST = 500;

export function ArchiveButton({ id }: { id: string }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const archive = useSaidChange(archiveCase, casesChanged, { said: () => t('cases:archive.done') });
  return (
    <>
      <Popconfirm
        title={t('cases:archive.title')}
        description={
          <Input
            value={reason}
            maxLength={REASON_MOST}
            placeholder={t('cases:archive.reason')}
            aria-label={t('cases:archive.reason')}
            onChange={(event) => {
              setReason(event.target.value);
            }}
          />
        }
        okText={t('cases:archive.do')}
        cancelText={t('action.cancel')}
        onConfirm={() => {
          archive.mutate({ id, ...(reason.trim() && { reason: reason.trim() }) });
        }}
      >
        <Button loading={archive.isPending}>{t('cases:archive.do')}</Button>
      </Popconfirm>
      {archive.error && <ErrorNotice error={archive.error} />}
    </>
  );
}
