// A card and one of its items, chosen; the address holds both.
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { type AnswerCard, answerCardsQuery } from '../../api/desk';
import { oneOf, type Search } from '../../app/search';
import { useWorded } from '../../i18n/words';
import styles from './answers.module.css';

export interface ChosenItem {
  cards: AnswerCard[];
  card: AnswerCard | undefined;
  item: AnswerCard['questions'][number] | undefined;
}

/** What the address names, as far as it is known. */
export function useChosenItem(search: Search): ChosenItem {
  const cards = useQuery(answerCardsQuery).data?.items ?? [];
  const card = cards.find((one) => one.id === oneOf(search.scorecard));
  return { cards, card, item: card?.questions.find((one) => one.key === oneOf(search.question)) };
}

type Props = { chosen: ChosenItem; onChange: (part: Search) => void };

export function ItemChoice({ chosen: { cards, card, item }, onChange }: Props) {
  const { t } = useTranslation();
  const worded = useWorded();
  return (
    <>
      <Select
        allowClear
        className={styles.card ?? ''}
        aria-label={t('answers:filter.card')}
        placeholder={t('answers:filter.card')}
        value={card?.id ?? null}
        options={cards.map(({ id, title }) => ({ value: id, label: worded(title) }))}
        onChange={(scorecard: string | undefined) => {
          onChange({ scorecard, question: undefined });
        }}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        className={styles.item ?? ''}
        aria-label={t('answers:filter.item')}
        placeholder={card ? t('answers:filter.all_items') : t('answers:filter.item')}
        disabled={!card}
        value={item?.key ?? null}
        options={(card?.questions ?? []).map(({ key, title }) => ({
          value: key,
          label: worded(title) || key,
        }))}
        onChange={(question: string | undefined) => {
          onChange({ question });
        }}
      />
    </>
  );
}
