// The recordings of a call with nothing hidden, for whoever may hear originals and no calls otherwise: asked for
// by a press, since each hearing is noted.
import { EyeOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { soundAddress, transcriptQuery } from '../../api/recordings';
import type { Recording } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LineText } from '../../player/LineText';
import { clock } from '../../player/timeline';
import styles from './call.module.css';

const ROLES = ['agent', 'customer'] as const;

/** `recordings`: those that are heard. */
export function OriginalsSection({ recordings }: { recordings: readonly Recording[] }) {
  const { t } = useTranslation('words');
  const [isOpen, setIsOpen] = useState(false);
  if (recordings.length === 0) return null;
  return (
    <>
      <Button
        icon={<EyeOutlined aria-hidden />}
        aria-expanded={isOpen}
        onClick={() => {
          setIsOpen(!isOpen);
        }}
      >
        {t('original.hear')}
      </Button>
      {isOpen && (
        <section className={styles.originals} aria-labelledby="originals">
          <h2 id="originals">{t('original.title')}</h2>
          <p className="muted">{t('original.note')}</p>
          {recordings.map((recording) => (
            <Original key={recording.id} recording={recording} />
          ))}
        </section>
      )}
    </>
  );
}

function Original({ recording }: { recording: Recording }) {
  const { t } = useTranslation(['words', 'player']);
  const { data, error, isPending, refetch } = useQuery(transcriptQuery(recording.id, true));
  const lines = data?.flatMap((page) => page.items) ?? [];
  const title = t('words:original.recording', { at: clock(recording.offset_ms) });
  return (
    <>
      <h3>{title}</h3>
      <audio
        controls
        preload="none"
        src={soundAddress(recording.id, { original: true })}
        aria-label={title}
      />
      {isPending && <Spin />}
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data && lines.length === 0 && <p className="muted">{t('words:original.no_words')}</p>}
      <ol>
        {lines.map((line) => (
          <li key={line.number}>
            <span className="number muted">{clock(recording.offset_ms + line.start_ms)}</span>{' '}
            <strong>{t(`player:lane.${ROLES.find((role) => role === line.role) ?? 'other'}`)}</strong>{' '}
            <LineText line={line} />
          </li>
        ))}
      </ol>
    </>
  );
}
