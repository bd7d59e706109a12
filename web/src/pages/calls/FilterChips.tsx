import { CloseOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Search } from '../../app/search';
import styles from './calls.module.css';
import { useChipWords } from './chipWords';
import { chipsOf, withoutChip, withoutChips } from './filter';

type Props = { search: Search; onChange: (next: Search) => void };

/** Each condition of the filter, removable by name. */
export function FilterChips({ search, onChange }: Props) {
  const { t } = useTranslation();
  const wordsOf = useChipWords();
  const chips = chipsOf(search);
  if (chips.length === 0) return null;
  return (
    <ul className={styles.chips} aria-label={t('calls:filter.active')}>
      {chips.map((chip) => (
        <li key={`${chip.field}=${chip.value}`}>
          <button
            type="button"
            className={styles.chip}
            title={t('calls:filter.remove', { filter: wordsOf(chip) })}
            onClick={() => {
              onChange(withoutChip(search, chip));
            }}
          >
            {wordsOf(chip)}
            <CloseOutlined aria-hidden />
          </button>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <button
            type="button"
            className={styles.clear}
            onClick={() => {
              onChange(withoutChips(search));
            }}
          >
            {t('calls:filter.clear')}
          </button>
        </li>
      )}
    </ul>
  );
}
