// The causes of an answer: offered at a press, or read.
import { useTranslation } from 'react-i18next';
import { useWorded } from '../i18n/words';
import type { SheetActions } from './sheet';
import type { Answer, CardQuestion } from './types';

type Props = {
  question: CardQuestion;
  answer: Answer | undefined;
  actions: Pick<SheetActions, 'toggleCause'> | undefined;
};

export function Causes({ question, answer, actions }: Props) {
  const { t } = useTranslation('scorecard');
  const worded = useWorded();
  const shown = question.causes.filter(
    (cause) => actions !== undefined || answer?.causes.includes(cause.key),
  );
  if (shown.length === 0) return null;
  return (
    <div className="sheet-causes" role="group" aria-label={t('causes')}>
      <span className="muted">{t('causes')}</span>
      {shown.map((cause) =>
        actions ? (
          <button
            key={cause.key}
            type="button"
            className="sheet-chip"
            aria-pressed={answer?.causes.includes(cause.key) ?? false}
            onClick={() => {
              actions.toggleCause(question.key, cause.key);
            }}
          >
            <span className="sheet-chip-title">{worded(cause.title) || cause.key}</span>
          </button>
        ) : (
          <span key={cause.key}>{worded(cause.title) || cause.key}</span>
        ),
      )}
    </div>
  );
}
