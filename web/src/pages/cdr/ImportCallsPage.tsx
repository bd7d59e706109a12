// Brings a table of calls in: choose it, check its columns and rows, follow it until it is entered.
import { useMutation } from '@tanstack/react-query';
import { Spin, Steps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { beginCdrImport, type CdrTable, previewCdr } from '../../api/cdrImports';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import styles from './cdr.module.css';
import { ChooseCalls } from './ChooseCalls';
import { ImportOutcome } from './ImportOutcome';
import { PreviewCalls } from './PreviewCalls';

export default function ImportCallsPage() {
  const { t } = useTranslation();
  const [table, setTable] = useState<CdrTable | null>(null);
  const trying = useMutation({ mutationFn: previewCdr });
  const entering = useMutation({ mutationFn: beginCdrImport });
  const tryOut = (next: CdrTable | null) => {
    setTable(next);
    entering.reset();
    if (next) trying.mutate(next);
    else trying.reset();
  };
  const begun = entering.data;
  const preview = trying.data;
  return (
    <div className={styles.page}>
      <PageHeader title={t('cdr:title')} note={table?.file.name} />
      <Steps
        className={styles.steps ?? ''}
        size="small"
        aria-label={t('cdr:steps')}
        current={begun ? 2 : preview ? 1 : 0}
        items={[
          { title: t('cdr:step_choose') },
          { title: t('cdr:step_check') },
          { title: t('cdr:step_enter') },
        ]}
      />
      {trying.error && <ErrorNotice error={trying.error} />}
      {entering.error && <ErrorNotice error={entering.error} />}
      {trying.isPending && !preview && <Spin />}
      {!begun && !preview && !trying.isPending && <ChooseCalls onChoose={tryOut} />}
      {!begun && preview && table && (
        <PreviewCalls
          preview={preview}
          source={table.source}
          isBusy={trying.isPending || entering.isPending}
          onColumns={(columns) => {
            tryOut({ ...table, columns });
          }}
          onEnter={() => {
            entering.mutate({ ...table, columns: preview.columns });
          }}
          onOtherFile={() => {
            tryOut(null);
          }}
        />
      )}
      {begun && (
        <ImportOutcome
          begun={begun}
          onAnother={() => {
            tryOut(null);
          }}
        />
      )}
    </div>
  );
}
