// The options of the current item, each in full: number, title, what it costs, what it asks for.
import { MinusOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useWorded } from '../i18n/words';
import { numberText, type SheetActions, timesChosen } from './sheet';
import type { Answer, CardOption, CardQuestion } from './types';

type Props = { question: CardQuestion; answer: Answer | undefined; actions: SheetActions };

export function OptionList({ question, answer, actions }: Props) {
  const { t } = useTranslation('scorecard');
  const worded = useWorded();
  return (
    <div className="sheet-options" role="group" aria-label={worded(question.title) || question.key}>
      {question.options.map((option, place) => (
        <OptionLine
          key={option.key}
          number={place + 1}
          option={option}
          times={timesChosen(answer, option.key)}
          isRepeatable={question.multiple}
          onPress={() => {
            actions.choose(question.key, option.key);
          }}
          onTakeBack={() => {
            actions.takeBack(question.key, option.key);
          }}
        />
      ))}
      {question.not_applicable !== null && (
        <div className="sheet-option-line">
          <button
            type="button"
            className="sheet-option"
            aria-pressed={answer?.not_applicable ?? false}
            onClick={() => {
              actions.notApplicable(question.key);
            }}
          >
            <kbd>0</kbd>
            <span>{t('not_applicable')}</span>
          </button>
        </div>
      )}
    </div>
  );
}

type LineProps = {
  number: number;
  option: CardOption;
  times: number;
  isRepeatable: boolean;
  onPress: () => void;
  onTakeBack: () => void;
};

function OptionLine({ number, option, times, isRepeatable, onPress, onTakeBack }: LineProps) {
  const { t } = useTranslation('scorecard');
  const worded = useWorded();
  return (
    <div className="sheet-option-line">
      <button
        type="button"
        className={option.fatal ? 'sheet-option sheet-option-fatal' : 'sheet-option'}
        aria-pressed={times > 0}
        onClick={onPress}
      >
        {number <= 9 && <kbd>{String(number)}</kbd>}
        <span>{worded(option.title) || option.key}</span>
        {times > 1 && <span className="number">×{times}</span>}
        {option.fatal && <span className="sheet-severity sheet-fatal">{t(`fatal_of.${option.fatal}`)}</span>}
        <span className="sheet-option-score number">
          {option.score === null ? '' : numberText(option.score)}
        </span>
      </button>
      {isRepeatable && times > 0 && option.score !== 0 && (
        <button
          type="button"
          className="sheet-once-less"
          aria-label={t('once_less', { option: worded(option.title) || option.key })}
          title={t('once_less', { option: worded(option.title) || option.key })}
          onClick={onTakeBack}
        >
          <MinusOutlined />
        </button>
      )}
    </div>
  );
}
