// Chooses an answer to an item: one of its options, several where the card allows, or not applicable.
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Answer, CardQuestion, Choice } from '../../api/types';
import { useWorded } from '../../i18n/words';
import { choiceFrom, isSame, NOT_APPLICABLE, titlesOf, valuesOf } from './choices';

type Props = {
  question: CardQuestion;
  value: Choice | null;
  /** What is chosen now: it is not offered. */
  except?: Answer | undefined;
  label: string;
  placeholder?: string;
  onChange: (choice: Choice | null) => void;
};

export function ChoiceSelect({ question, value, except, label, placeholder, onChange }: Props) {
  const { t } = useTranslation();
  const worded = useWorded();
  const all = [
    ...question.options.map((option) => ({ value: option.key, label: worded(option.title) || option.key })),
    ...(question.not_applicable === null
      ? []
      : [{ value: NOT_APPLICABLE, label: t('appeals:item.not_applicable') }]),
  ];
  const offered = question.multiple
    ? all
    : all.filter((option) => {
        const choice = choiceFrom([option.value]);
        return !except || choice === null || !isSame(choice, except);
      });
  const shared = {
    options: offered,
    placeholder,
    allowClear: true,
    'aria-label': label,
    style: { minWidth: 220 },
  };
  return question.multiple ? (
    <Select
      {...shared}
      mode="multiple"
      value={valuesOf(value)}
      onChange={(values: string[]) => {
        onChange(choiceFrom(values));
      }}
    />
  ) : (
    <Select
      {...shared}
      value={valuesOf(value)[0]}
      onChange={(one: string | undefined) => {
        onChange(one === undefined ? null : choiceFrom([one]));
      }}
    />
  );
}

type TextProps = { question: CardQuestion | undefined; choice: Choice | Answer };

/** What is chosen, in words. */
export function ChoiceText({ question, choice }: TextProps) {
  return <>{useChoiceWords()(question, choice)}</>;
}

export function useChoiceWords(): (question: CardQuestion | undefined, choice: Choice | Answer) => string {
  const { t } = useTranslation();
  const worded = useWorded();
  return (question, choice) => {
    const titles = titlesOf(question, choice);
    if (titles === null) return t('appeals:item.not_applicable');
    return titles.length === 0 ? t('appeals:item.none_chosen') : titles.map(worded).join(' · ');
  };
}
