// How the folder of a source is watched.
import { Button, Checkbox, Input, InputNumber } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { putWatchFolder, type WatchFolder } from '../../api/watching';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Labelled } from './Labelled';
import styles from './sources.module.css';
import { useSourceChange } from './useSourceChange';

type Props = { sourceId: string; folder: WatchFolder | null };

const NEW: WatchFolder = {
  path: '',
  is_recursive: true,
  patterns: [],
  move_to: null,
  quarantine: null,
  quiet_ms: 5_000,
  is_enabled: true,
};

export function FolderForm({ sourceId, folder }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<WatchFolder>(folder ?? NEW);
  const saving = useSourceChange((next: WatchFolder) => putWatchFolder(sourceId, next), {
    said: () => t('watching:saved'),
  });
  const set = (next: Partial<WatchFolder>) => {
    setDraft({ ...draft, ...next });
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate(draft);
  };
  const folderField = (field: 'move_to' | 'quarantine') => (
    <Labelled name={t(`watching:field.${field}`)} hint={t(`watching:hint.${field}`)}>
      {(id) => (
        <Input
          id={id}
          value={draft[field] ?? ''}
          onChange={(event) => {
            set({ [field]: event.target.value === '' ? null : event.target.value });
          }}
        />
      )}
    </Labelled>
  );
  return (
    <form onSubmit={send} aria-label={t('watching:view')}>
      <Labelled name={t('watching:field.path')} hint={t('watching:hint.path')} isRequired>
        {(id) => (
          <Input
            id={id}
            value={draft.path}
            onChange={(event) => {
              set({ path: event.target.value });
            }}
          />
        )}
      </Labelled>
      <Labelled name={t('watching:field.patterns')} hint={t('watching:hint.patterns')}>
        {(id) => (
          <Input
            id={id}
            value={draft.patterns.join(' ')}
            onChange={(event) => {
              set({ patterns: event.target.value.split(' ') });
            }}
            onBlur={() => {
              set({ patterns: draft.patterns.filter((pattern) => pattern !== '') });
            }}
          />
        )}
      </Labelled>
      {folderField('move_to')}
      {folderField('quarantine')}
      <Labelled name={t('watching:field.quiet')} hint={t('watching:hint.quiet')}>
        {(id) => (
          <InputNumber
            id={id}
            min={0}
            max={3_600}
            value={draft.quiet_ms / 1000}
            onChange={(seconds) => {
              set({ quiet_ms: Math.round((seconds ?? 0) * 1000) });
            }}
          />
        )}
      </Labelled>
      <p>
        <Checkbox
          checked={draft.is_recursive}
          onChange={(event) => {
            set({ is_recursive: event.target.checked });
          }}
        >
          {t('watching:field.is_recursive')}
        </Checkbox>{' '}
        <Checkbox
          checked={draft.is_enabled}
          onChange={(event) => {
            set({ is_enabled: event.target.checked });
          }}
        >
          {t('watching:field.is_enabled')}
        </Checkbox>
      </p>
      {saving.error && <ErrorNotice error={saving.error} />}
      <Button
        type="primary"
        htmlType="submit"
        className={styles.save ?? ''}
        loading={saving.isPending}
        disabled={draft.path.trim() === ''}
      >
        {t('watching:save')}
      </Button>
    </form>
  );
}
