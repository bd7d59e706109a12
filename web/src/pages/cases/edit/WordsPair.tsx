// A text that everybody reads, in both languages side by side.
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Words } from '../../../api/types';
import { LANGUAGES } from '../../../app/languages';
import { WrittenText } from '../../../components/WrittenText';
import styles from './edit.module.css';

type Props = {
  label: string;
  value: Words | null | undefined;
  rows?: number;
  isMissing?: boolean;
  maxLength?: number;
  onChange: (words: Words) => void;
};

export function WordsPair({ label, value, rows = 1, isMissing, maxLength = 2_000, onChange }: Props) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className={styles.pair}>
      {LANGUAGES.map((language) => (
        <WrittenText
          key={language}
          id={`${id}-${language}`}
          isLabelShown
          rows={rows}
          maxLength={maxLength}
          label={t(`cases:words_in.${language}`, { label })}
          value={value?.[language] ?? ''}
          {...(isMissing && { isMissing })}
          onChange={(text) => {
            onChange({ ...value, [language]: text });
          }}
        />
      ))}
    </div>
  );
}
