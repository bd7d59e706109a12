// Recordings brought in by hand: dropped, described, sent, followed until they can be read.
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../components/PageHeader';
import { DropZone } from './DropZone';
import { FactsForm } from './FactsForm';
import { Leftovers } from './Leftovers';
import { TotalProgress } from './TotalProgress';
import { type Facts, isOpen, isUnfinished, NO_FACTS } from './uploads';
import { UploadTable } from './UploadTable';
import { useUploads } from './useUploads';

export default function UploadPage() {
  const { t } = useTranslation();
  const [facts, setFacts] = useState<Facts>(NO_FACTS);
  const { queue, uploads } = useUploads();
  const isSending = uploads.some(isUnfinished);
  useLeaveWarning(isSending);
  const open = uploads.filter((upload) => isOpen(upload) || upload.progress.state === 'paused').length;
  // What a sidecar says may name the source; what nobody names the server asks for.
  const isSourceMissing =
    facts.source.trim() === '' &&
    uploads.some(
      (upload) => isOpen(upload) && upload.facts.source === '' && !upload.sidecar?.metadata.source,
    );

  return (
    <>
      <PageHeader title={t('nav.upload')} note={t('upload:hint')}>
        <Link to="/calls/import">
          <Button tabIndex={-1}>{t('cdr:open')}</Button>
        </Link>
        {uploads.some((upload) => upload.progress.state === 'sent') && (
          <Button
            onClick={() => {
              queue.change({ do: 'remove_sent' });
            }}
          >
            {t('upload:remove_sent')}
          </Button>
        )}
        {isSending ? (
          <Button onClick={queue.pause}>{t('upload:pause_all')}</Button>
        ) : (
          <Button type="primary" disabled={open === 0 || isSourceMissing} onClick={queue.start}>
            {t('upload:send', { count: open })}
          </Button>
        )}
      </PageHeader>
      <FactsForm
        facts={facts}
        onChange={(next) => {
          setFacts({ ...facts, ...next });
          queue.change({ do: 'describe_all', facts: next });
        }}
      />
      <Leftovers uploads={uploads} />
      <DropZone
        onFiles={({ audio, sidecars }) => {
          void queue.add(audio, sidecars, facts);
        }}
      />
      {uploads.length > 0 && (
        <>
          <TotalProgress uploads={uploads} unpaired={queue.unpaired()} />
          <UploadTable uploads={uploads} queue={queue} />
        </>
      )}
    </>
  );
}

/** Leaving the page interrupts what is on its way; it can be continued, but not by itself. */
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
