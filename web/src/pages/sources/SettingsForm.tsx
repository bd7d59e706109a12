// The settings of a source; problems stand where they are.
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeSource, retireSource, type Source, type SourceDocument } from '../../api/sources';
import { ErrorNotice } from '../../components/ErrorNotice';
import { BasicFields } from './BasicFields';
import { documentOf, draftOf } from './draft';
import { MappingFields } from './MappingFields';
import { NamingFields } from './NamingFields';
import { PlaceFields } from './PlaceFields';
import { problemsOf } from './problems';
import styles from './sources.module.css';
import { SpeechFields } from './SpeechFields';
import { Tester } from './Tester';
import { useSourceChange } from './useSourceChange';

type Props = { source: Source; mayManage: boolean };

export function SettingsForm({ source, mayManage }: Props) {
  const { t } = useTranslation();
  const { id } = source.status;
  const [draft, setDraft] = useState(() => draftOf(source.settings));
  const save = useSourceChange((document: SourceDocument) => changeSource(id, document), {
    said: () => t('sources:saved'),
  });
  const problems = problemsOf(save.error);
  const document = documentOf(draft, source.settings);
  const fields = {
    draft,
    problems,
    isReadOnly: !mayManage,
    onChange: (change: Partial<typeof draft>) => {
      setDraft((now) => ({ ...now, ...change }));
    },
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(document);
      }}
    >
      {save.error && <ErrorNotice error={save.error} />}
      <BasicFields {...fields} />
      <section className={styles.section}>
        <h2>{t('sources:section.files')}</h2>
        <NamingFields {...fields} />
      </section>
      <section className={styles.section}>
        <h2>{t('sources:section.metadata')}</h2>
        <p className={styles.hint}>{t('sources:hint.metadata')}</p>
        <MappingFields {...fields} />
      </section>
      <section className={styles.section}>
        <h2>{t('sources:section.place')}</h2>
        <PlaceFields {...fields} />
      </section>
      <section className={styles.section}>
        <h2>{t('sources:section.speech')}</h2>
        <p className={styles.hint}>{t('sources:hint.speech')}</p>
        <SpeechFields {...fields} />
      </section>
      {mayManage && (
        <>
          <div className={styles.bar2}>
            <Button type="primary" htmlType="submit" loading={save.isPending}>
              {t('action.save')}
            </Button>
            <RetireButton source={source} />
          </div>
          <section className={styles.section}>
            <h2>{t('sources:tester.title')}</h2>
            <Tester sourceId={id} settings={document} />
          </section>
        </>
      )}
    </form>
  );
}

function RetireButton({ source }: { source: Source }) {
  const { t } = useTranslation();
  const { id, name, retired_at } = source.status;
  const retire = useSourceChange((retired: boolean) => retireSource(id, retired), {
    said: () => t('sources:saved'),
  });
  if (retired_at !== null) {
    return (
      <Button
        onClick={() => {
          retire.mutate(false);
        }}
      >
        {t('sources:action.take_up')}
      </Button>
    );
  }
  return (
    <Popconfirm
      title={t('sources:confirm.retire', { name })}
      okText={t('sources:action.retire')}
      cancelText={t('action.cancel')}
      onConfirm={() => {
        retire.mutate(true);
      }}
    >
      <Button>{t('sources:action.retire')}</Button>
    </Popconfirm>
  );
}
