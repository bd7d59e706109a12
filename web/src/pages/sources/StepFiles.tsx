// The second step: what its files look like, tried on examples of its own.
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeSource, type Source, type SourceDocument } from '../../api/sources';
import { ErrorNotice } from '../../components/ErrorNotice';
import { documentOf, draftOf } from './draft';
import { MappingFields } from './MappingFields';
import { NamingFields } from './NamingFields';
import { problemsOf } from './problems';
import styles from './sources.module.css';
import { Tester } from './Tester';
import { useSourceChange } from './useSourceChange';

type Props = { source: Source; onDone: () => void };

export function StepFiles({ source, onDone }: Props) {
  const { t } = useTranslation();
  const { id } = source.status;
  const [draft, setDraft] = useState(() => draftOf(source.settings));
  const save = useSourceChange((document: SourceDocument) => changeSource(id, document), { onDone });
  const document = documentOf(draft, source.settings);
  const fields = {
    draft,
    problems: problemsOf(save.error),
    onChange: (change: Partial<typeof draft>) => {
      setDraft((now) => ({ ...now, ...change }));
    },
  };
  return (
    <>
      <p className={styles.hint}>{t('sources:connect.files_hint')}</p>
      {save.error && <ErrorNotice error={save.error} />}
      <NamingFields {...fields} />
      <section className={styles.section}>
        <h2>{t('sources:section.metadata')}</h2>
        <p className={styles.hint}>{t('sources:hint.metadata')}</p>
        <MappingFields {...fields} />
      </section>
      <section className={styles.section}>
        <h2>{t('sources:tester.title')}</h2>
        <Tester sourceId={id} settings={document} />
      </section>
      <div className={styles.bar2}>
        <Button
          type="primary"
          loading={save.isPending}
          onClick={() => {
            save.mutate(document);
          }}
        >
          {t('sources:connect.next')}
        </Button>
      </div>
    </>
  );
}
