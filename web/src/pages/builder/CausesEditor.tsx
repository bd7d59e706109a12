// The causes that an inspector can name for an item.
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CardProblem } from '../../api/cards';
import styles from './builder.module.css';
import { changedAt, type DraftCause, freeKey, patched, without } from './definition';
import { useProblemText, WordsField } from './fields';

type Props = {
  causes: DraftCause[];
  problems: readonly CardProblem[];
  onChange: (causes: DraftCause[]) => void;
};

export function CausesEditor({ causes, problems, onChange }: Props) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  return (
    <fieldset className={styles.list}>
      <legend>{t('cards:field.causes')}</legend>
      {problems.length > 0 && <span className={styles.wrong}>{problems.map(textOf).join(' ')}</span>}
      <ul>
        {causes.map((cause, place) => {
          const label = t('cards:build.cause', { number: place + 1 });
          return (
            <li key={place} className={styles.option}>
              <WordsField
                label={label}
                words={cause.title}
                onChange={(title) => {
                  onChange(changedAt(causes, place, (one) => patched(one, { title })));
                }}
              />
              <div className={styles.line}>
                <Input
                  className={styles.key ?? ''}
                  aria-label={`${label} · ${t('cards:field.key')}`}
                  value={cause.key}
                  onChange={(event) => {
                    const key = event.target.value.trim().toLowerCase();
                    onChange(changedAt(causes, place, (one) => ({ ...one, key })));
                  }}
                />
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined />}
                  aria-label={t('cards:build.remove_cause', { number: place + 1 })}
                  onClick={() => {
                    onChange(without(causes, place));
                  }}
                />
              </div>
            </li>
          );
        })}
      </ul>
      <Button
        size="small"
        icon={<PlusOutlined aria-hidden />}
        onClick={() => {
          const taken = causes.map(({ key }) => key);
          onChange([...causes, { key: freeKey('cause', taken) }]);
        }}
      >
        {t('cards:build.add_cause')}
      </Button>
    </fieldset>
  );
}
