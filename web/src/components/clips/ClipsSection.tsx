// The clips of a call, and, for those who may, how to make one of the marked range.
import { ScissorOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callClipsQuery } from '../../api/clips';
import { useMay } from '../../app/me';
import type { Span } from '../../player/passage';
import type { Segment } from '../../player/timeline';
import type { Marks } from '../../player/useMarks';
import { ErrorNotice } from '../ErrorNotice';
import { placeOf } from '../flags/useFlags';
import styles from '../flags/flags.module.css';
import { ClipDialog } from './ClipDialog';
import { type ClipRange, clipRange } from './range';

type Props = {
  callId: string;
  segments: readonly Segment[];
  marks: Marks;
  onPlay: (span: Span) => void;
};

export function ClipsSection(props: Props) {
  return useMay('make_clips') ? <Clips {...props} /> : null;
}

function Clips({ callId, segments, marks, onPlay }: Props) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(callClipsQuery(callId));
  const [making, setMaking] = useState<ClipRange | null>(null);
  const range = marks.range === null ? null : clipRange(segments, marks.range);
  return (
    <section className={styles.section} aria-label={t('clips:of_call')}>
      <div className={styles.head}>
        <h2>{t('clips:of_call')}</h2>
        <Button
          size="small"
          icon={<ScissorOutlined aria-hidden />}
          disabled={range === null}
          title={t('clips:make_hint')}
          onClick={() => {
            setMaking(range);
          }}
        >
          {t('clips:make')}
        </Button>
      </div>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && <p className="muted">{t('clips:make_hint')}</p>}
      <ul className={styles.list}>
        {data?.items.map((clip) => (
          <li key={clip.id} className={styles.flag}>
            <Button
              size="small"
              type="link"
              className="number"
              title={t('clips:play', { title: clip.title })}
              onClick={() => {
                onPlay(clip);
              }}
            >
              {placeOf(clip.start_ms, clip.end_ms)}
            </Button>{' '}
            <Link to="/clips/$clipId" params={{ clipId: clip.id }}>
              {clip.title}
            </Link>
            <p className="muted">{[clip.made_by.name, ...clip.tags].join(' · ')}</p>
          </li>
        ))}
      </ul>
      {making && (
        <ClipDialog
          of={{ call_id: callId, range: making }}
          onClose={() => {
            setMaking(null);
            marks.clear();
          }}
        />
      )}
    </section>
  );
}
