// Below a call that was found by its words: the sentences, each played from its second.
import { CaretRightOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CallHits, Hit } from '../../api/hits';
import type { CallRow } from '../../api/types';
import { useMay } from '../../app/me';
import { MarkedWords } from '../../player/MarkedWords';
import { clock } from '../../player/timeline';
import styles from './calls.module.css';
import type { InlinePlayer } from './useInlinePlayer';

type Props = { call: CallRow; hits: CallHits; said: string; player: InlinePlayer };

export function CallHitsList({ call, hits, said, player }: Props) {
  const { t } = useTranslation('search');
  const more = hits.total - hits.items.length;
  return (
    <ul className={styles.hits} aria-label={t('hits.title')}>
      {call.poor_transcript && hits.items.length > 0 && <li className="muted">{t('hits.poor')}</li>}
      {hits.items.map((hit) => (
        <li key={`${hit.recording_id}.${hit.number}`}>
          <HitLine call={call} hit={hit} player={player} />
        </li>
      ))}
      {more > 0 && (
        <li>
          <Link to="/calls/$callId" params={{ callId: call.id }} search={{ said }}>
            {hits.total_is_exact ? t('hits.more', { count: more }) : t('hits.many', { count: more })}
          </Link>
        </li>
      )}
    </ul>
  );
}

function HitLine({ call, hit, player }: { call: CallRow; hit: Hit; player: InlinePlayer }) {
  const { t } = useTranslation('search');
  const mayHear = useMay('hear_calls');
  const at = clock(hit.start_ms);
  return (
    <button
      type="button"
      className={styles.hit}
      disabled={!mayHear}
      title={mayHear ? t('hits.play', { at }) : undefined}
      onClick={() => {
        player.playFrom(call, hit.start_ms);
      }}
    >
      <CaretRightOutlined aria-hidden />
      <span className="number">{at}</span>
      <span className={styles.speaker}>{t(`speaker.${hit.role ?? 'unknown'}`)}</span>
      <span className={styles.words}>
        <MarkedWords parts={hit.parts} />
      </span>
    </button>
  );
}
