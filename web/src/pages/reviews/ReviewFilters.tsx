// What narrows the case reviews: words of title, notes and decisions, how far they are, the days.
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/me';
import { oneOf, type Search } from '../../app/search';
import { FilterSelect } from '../../components/FilterSelect';
import { FindField } from '../../components/FindField';
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
  // Nobody is invited to what is still being prepared.
  const states = STATES.filter((state) => runs || state !== 'planned');
  return (
    <div className={styles.filters}>
      <FindField
        label={t('filter.find')}
        value={oneOf(search.q)}
        className={styles.find}
        onFind={(q) => {
          set({ q });
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
