// What a deduction is put down to; the agent unless somebody says otherwise. The score is the same.
import { useTranslation } from 'react-i18next';
import { ATTRIBUTIONS } from './answers';
import type { SheetActions } from './sheet';
import type { Answer, CardQuestion } from './types';

type Props = { question: CardQuestion; answer: Answer; actions: SheetActions };

export function AttributionChoice({ question, answer, actions }: Props) {
  const { t } = useTranslation('scorecard');
  const chosen = answer.attribution ?? 'agent';
  return (
    <div className="sheet-causes" role="group" aria-label={t('attribution.word')}>
      <span className="muted">{t('attribution.word')}</span>
      {ATTRIBUTIONS.map((attribution) => (
        <button
          key={attribution}
          type="button"
          className="sheet-chip"
          aria-pressed={chosen === attribution}
          title={t(`attribution.hint.${attribution}`)}
          onClick={() => {
            actions.attribute(question.key, attribution);
          }}
        >
          <span className="sheet-chip-title">{t(`attribution.${attribution}`)}</span>
        </button>
      ))}
    </div>
  );
}
