// The first step: what the source is called, how its recordings come, and by which clock.
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addSource, type SourceDocument } from '../../api/sources';
import { useMe } from '../../app/me';
import { ErrorNotice } from '../../components/ErrorNotice';
import { BasicFields } from './BasicFields';
import { documentOf, draftOf } from './draft';
import { problemsOf } from './problems';
import styles from './sources.module.css';
import { useSourceChange } from './useSourceChange';

export function StepName({ onDone }: { onDone: (id: string) => void }) {
  const { t } = useTranslation();
  const { time_zone } = useMe();
  const empty: SourceDocument = { name: '', kind: 'upload', time_zone };
  const [draft, setDraft] = useState(() => draftOf(empty));
  const add = useSourceChange(addSource, {
    onDone: ({ id }) => {
      onDone(id);
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(documentOf(draft, empty));
      }}
    >
      <p className={styles.hint}>{t('sources:connect.name_hint')}</p>
      {add.error && <ErrorNotice error={add.error} />}
      <BasicFields
        draft={draft}
        problems={problemsOf(add.error)}
        onChange={(change) => {
          setDraft((now) => ({ ...now, ...change }));
        }}
      />
      <p className={styles.hint}>{t(`sources:kind_hint.${draft.kind}`)}</p>
      <div className={styles.bar2}>
        <Button type="primary" htmlType="submit" disabled={draft.name.trim() === ''} loading={add.isPending}>
          {t('sources:connect.next')}
        </Button>
      </div>
    </form>
  );
}
