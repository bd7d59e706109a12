// What narrows the case reviews: words of title, notes and decisions, how far they are, the days.
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/me';
import { oneOf, type Search } from '../../app/search';
import { FilterSelect } from '../../components/FilterSelect';
import { Period } from '../../components/Period';
import { narrowed, STATES } from './filter';
import styles from './reviews.module.css';

type Props = { search: Search; onShow: (search: Search) => void };

export function ReviewFilters({ search, onShow }: Props) {
  const { t } = useTranslation('reviews');
  const runs = useMay('run_case_reviews');
  const set = (part: Search) => {
    onShow(narrowed(search, part));
  };
  const q = oneOf(search.q) ?? '';
  // Nobody is invited to what is still being prepared.
  const states = STATES.filter((state) => runs || state !== 'planned');
  return (
    <div className={styles.filters}>
      <Input.Search
        key={q}
        allowClear
        className={styles.find ?? ''}
        defaultValue={q}
        placeholder={t('filter.find')}
        aria-label={t('filter.find')}
        onSearch={(asked) => {
          set({ q: asked.trim() || undefined });
        }}
      />
      <FilterSelect
        label={t('column.state')}
        value={oneOf(search.state)}
        options={states.map((value) => ({ value, label: t(`state.${value}`) }))}
        onChange={(state) => {
          set({ state });
        }}
      />
      <Period search={search} onChange={set} />
    </div>
  );
}
