// Recordings brought in by hand: dropped, described, sent, followed until they can be read.
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../components/PageHeader';
import { DropZone } from './DropZone';
import { FactsForm } from './FactsForm';
import { type Facts, isOpen, NO_FACTS } from './uploads';
import { UploadTable } from './UploadTable';
import { useUploads } from './useUploads';

export default function UploadPage() {
  const { t } = useTranslation();
  const [facts, setFacts] = useState<Facts>(NO_FACTS);
  const { uploads, change, isSending, send, stop } = useUploads();
  useLeaveWarning(isSending);
  const open = uploads.filter(isOpen).length;

  return (
    <>
      <PageHeader title={t('nav.upload')} note={t('upload:hint')}>
        <Link to="/calls/import">
          <Button tabIndex={-1}>{t('cdr:open')}</Button>
        </Link>
        {uploads.some((upload) => upload.progress.state === 'sent') && (
          <Button
            onClick={() => {
              change({ do: 'remove_sent' });
            }}
          >
            {t('upload:remove_sent')}
          </Button>
        )}
        {isSending ? (
          <Button onClick={stop}>{t('upload:stop')}</Button>
        ) : (
          <Button type="primary" disabled={open === 0 || facts.source.trim() === ''} onClick={send}>
            {t('upload:send', { count: open })}
          </Button>
        )}
      </PageHeader>
      <FactsForm
        facts={facts}
        onChange={(next) => {
          setFacts({ ...facts, ...next });
          change({ do: 'describe_all', facts: next });
        }}
      />
      <DropZone
        onFiles={(files) => {
          change({ do: 'add', files, facts });
        }}
      />
      {uploads.length > 0 && <UploadTable uploads={uploads} onChange={change} />}
    </>
  );
}

/** Leaving the page would break off what is on its way. */
function useLeaveWarning(isSending: boolean) {
  useEffect(() => {
    if (!isSending) return;
    const warn = (event: BeforeUnloadEvent) => {
      event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
    };
  }, [isSending]);
}
