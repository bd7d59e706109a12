// Where an answer is heard: each second plays there. Where nothing can be played it still says when it was.
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttemptItem } from '../../api/references';
import { PlayClip } from '../feedback/PlayClip';
import type { Listening } from '../feedback/useListening';

type Props = { evidence: AttemptItem['evidence']; hear?: Listening['hear'] };

export function EvidenceText({ evidence, hear = null }: Props) {
  const { t } = useTranslation('references');
  const heard = evidence
    .flatMap((one) => (one.kind === 'range' ? [{ start_ms: one.start_ms, end_ms: one.end_ms }] : []))
    .sort((one, other) => one.start_ms - other.start_ms);
  const isMissing = evidence.some((one) => one.kind === 'not_said' || one.kind === 'not_said_within');
  if (heard.length === 0 && !isMissing) return null;
  return (
    <div className="muted">
      {heard.length > 0 && t('attempt.heard_at')}
      {heard.map((at, place) => (
        <Fragment key={place}>
          {' '}
          <PlayClip at={at} hear={hear} />
        </Fragment>
      ))}
      {isMissing && (
        <span>
          {heard.length > 0 && ' · '}
          {t('attempt.not_said')}
        </span>
      )}
    </div>
  );
}
