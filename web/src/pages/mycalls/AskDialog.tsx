// Asks for something about a call of one's own: that it is scored, that somebody else listens to it.
import { Button, Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { askAboutCall, type RequestKind, requestsChanged } from '../../api/requests';
import type { CallRow } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';

const REASON_MOST = 2000;

export type Asking = { call: CallRow; kind: RequestKind };

export function AskDialog({ asking, onClose }: { asking: Asking; onClose: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const id = useId();
  const ask = useSaidChange(() => askAboutCall(asking.call.id, asking.kind, reason.trim()), requestsChanged, {
    said: () => t('requests:ask.said'),
    onDone: onClose,
  });
  return (
    <Modal
      open
      title={t(`requests:ask.title.${asking.kind}`)}
      footer={null}
      onCancel={onClose}
      destroyOnHidden
    >
      <p className="muted">{t(`requests:ask.hint.${asking.kind}`)}</p>
      <label htmlFor={id}>{t('requests:ask.reason')}</label>
      <Input.TextArea
        id={id}
        autoFocus
        value={reason}
        maxLength={REASON_MOST}
        autoSize={{ minRows: 2, maxRows: 8 }}
        onChange={(event) => {
          setReason(event.target.value);
        }}
      />
      {ask.error && <ErrorNotice error={ask.error} />}
      <Button
        type="primary"
        block
        style={{ marginTop: 12 }}
        disabled={!reason.trim()}
        loading={ask.isPending}
        onClick={() => {
          ask.mutate(undefined);
        }}
      >
        {t('requests:ask.send')}
      </Button>
    </Modal>
  );
}
