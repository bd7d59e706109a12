// The options of an item in its row: number and title; where one is chosen the others keep their numbers.
import { useTranslation } from 'react-i18next';
import { useWorded } from '../i18n/words';
import { isAnswered } from './answers';
import { type SheetActions, timesChosen } from './sheet';
import type { Answer, CardQuestion } from './types';

type Props = { question: CardQuestion; answer: Answer | undefined; actions: SheetActions | undefined };

export function OptionChips({ question, answer, actions }: Props) {
  const { t } = useTranslation('scorecard');
  const worded = useWorded();
  const answered = isAnswered(answer);
  if (!actions) return <Chosen question={question} answer={answer} />;
  return (
    <div className="sheet-chips" role="group" aria-label={worded(question.title) || question.key}>
      {question.options.map((option, place) => {
        const times = timesChosen(answer, option.key);
        const title = worded(option.title) || option.key;
        return (
          <Chip
            key={option.key}
            number={place + 1}
            title={title}
            times={times}
            isFatal={option.fatal !== null}
            isShort={answered && times === 0}
            onPress={() => {
              actions.choose(question.key, option.key);
            }}
          />
        );
      })}
      {question.not_applicable !== null && (
        <Chip
          number={0}
          title={t('not_applicable')}
          times={answer?.not_applicable ? 1 : 0}
          isFatal={false}
          isShort={answered && !answer?.not_applicable}
          onPress={() => {
            actions.notApplicable(question.key);
          }}
        />
      )}
    </div>
  );
}

/** Titles up to this length are always shown whole; longer ones give way. */
const SHORT_TITLE = 5;

type ChipProps = {
  number: number;
  title: string;
  times: number;
  isFatal: boolean;
  isShort: boolean;
  onPress: () => void;
};

function Chip({ number, title, times, isFatal, isShort, onPress }: ChipProps) {
  const classes = ['sheet-chip', isFatal && 'sheet-chip-fatal', isShort && 'sheet-chip-short'];
  return (
    <button
      type="button"
      className={classes.filter(Boolean).join(' ')}
      aria-pressed={times > 0}
      title={title}
      tabIndex={-1}
      style={{ flexShrink: isShort ? 0 : Math.max(title.length - SHORT_TITLE, 0) }}
      onClick={onPress}
    >
      <span className="sheet-chip-number number">{number}</span>{' '}
      <span className={isShort ? 'visually-hidden' : 'sheet-chip-title'}>{title}</span>
      {times > 1 && <span className="number">×{times}</span>}
    </button>
  );
}

/** What was chosen, for those who only read. */
function Chosen({ question, answer }: Pick<Props, 'question' | 'answer'>) {
  const { t } = useTranslation('scorecard');
  const worded = useWorded();
  const chosen = question.options.filter((option) => answer?.options.includes(option.key));
  return (
    <span className="sheet-chosen">
      {answer?.not_applicable && <span className="muted">{t('not_applicable')}</span>}
      {chosen.map((option) => {
        const times = timesChosen(answer, option.key);
        return (
          <span key={option.key} className={option.fatal ? 'sheet-fatal' : undefined}>
            {worded(option.title) || option.key}
            {times > 1 && ` ×${times}`}
          </span>
        );
      })}
    </span>
  );
}
