// Why a call cannot be scored: a row above the footer, chosen by number.
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NO_SCORE_REASONS, type NoScoreReason } from '../../api/review';
import type { Evaluation } from '../../api/types';
import { WrittenText } from '../../components/WrittenText';
import { useCoded } from '../../i18n/words';
import { hasRecording } from './recorded';

const OTHER_FIELD = 'cannot-score-note';

type Props = {
  evaluation: Evaluation;
  /** "Other" was chosen, and waits for its note. */
  isOther: boolean;
  onChoose: (reason: NoScoreReason, note: string | null) => void;
  onClose: () => void;
};

export function CannotScore({ evaluation, isOther, onChoose, onClose }: Props) {
  const { t } = useTranslation('review');
  const coded = useCoded();
  const title = hasRecording(evaluation) ? t('cannot.title') : t('cannot.title_unrecorded');
  return (
    <div className="cannot-score" role="group" aria-label={title}>
      <strong>{title}</strong>
      {reasonsFor(evaluation).map((reason, place) => (
        <Button
          key={reason}
          size="small"
          type={isOther && reason === 'other' ? 'primary' : 'default'}
          onClick={() => {
            onChoose(reason, null);
          }}
        >
          <kbd>{String(place + 1)}</kbd>
          {coded('cannot_score', reason)}
        </Button>
      ))}
      <Button size="small" type="text" onClick={onClose}>
        {t('cannot.close')}
      </Button>
      {isOther && <OtherReason onChoose={onChoose} />}
    </div>
  );
}

/** What only a recording can lack. */
const OF_SOUND: readonly NoScoreReason[] = ['no_sound', 'one_lane_silent', 'damaged'];

/** The reasons that fit: a text and a sitting have no sound. */
export function reasonsFor(evaluation: Evaluation): readonly NoScoreReason[] {
  if (hasRecording(evaluation)) return NO_SCORE_REASONS;
  const absent = evaluation.contact ? OF_SOUND.slice(0, 2) : [...OF_SOUND, 'wrong_call'];
  return NO_SCORE_REASONS.filter((reason) => !absent.includes(reason));
}

function OtherReason({ onChoose }: Pick<Props, 'onChoose'>) {
  const { t } = useTranslation('review');
  const [note, setNote] = useState('');
  const send = () => {
    if (note.trim() !== '') onChoose('other', note.trim());
  };
  return (
    <div className="cannot-score-other">
      <WrittenText id={OTHER_FIELD} label={t('cannot.note')} value={note} onChange={setNote} />
      <Button size="small" type="primary" disabled={note.trim() === ''} onClick={send}>
        {t('cannot.send')}
      </Button>
    </div>
  );
}

export { OTHER_FIELD };
