// Enters people from a table in three steps: choose a file, check what would happen, done.
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Spin, Steps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { importPeople } from '../../api/people';
import type { ImportReport } from '../../api/types';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { ChooseTable } from './ChooseTable';
import { ImportPreview } from './ImportPreview';
import styles from './people.module.css';
import { useChange } from './useChange';

export default function ImportPage() {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const trying = useMutation({ mutationFn: (chosen: File) => importPeople(chosen, true) });
  const entering = useChange((chosen: File) => importPeople(chosen, false), {
    said: t('people:import.done'),
  });
  // What is entered may differ from what was tried: somebody else may have worked meanwhile.
  const report = entering.data ?? trying.data;
  const isDone = entering.data?.written === true;
  const begin = (chosen: File | null) => {
    setFile(chosen);
    entering.reset();
    trying.reset();
    if (chosen) trying.mutate(chosen);
  };
  return (
    <div className={styles.import}>
      <PageHeader title={t('people:import.title')} note={file?.name} />
      <Steps
        className={styles.steps ?? ''}
        size="small"
        aria-label={t('people:import.steps')}
        current={isDone ? 3 : report ? 1 : 0}
        items={[
          { title: t('people:import.step_choose') },
          { title: t('people:import.step_check') },
          { title: t('people:import.step_done') },
        ]}
      />
      {trying.error && <ErrorNotice error={trying.error} />}
      {entering.error && <ErrorNotice error={entering.error} />}
      {trying.isPending && <Spin />}
      {!report && !trying.isPending && <ChooseTable onChoose={begin} />}
      {isDone && report && <Done report={report} />}
      {!isDone && report && (
        <ImportPreview
          report={report}
          isBusy={entering.isPending}
          onEnter={() => {
            if (file) entering.mutate(file);
          }}
          onOtherFile={() => {
            begin(null);
          }}
        />
      )}
    </div>
  );
}

function Done({ report }: { report: ImportReport }) {
  const { t } = useTranslation();
  const counts = [
    t('people:import.summary_add', { count: report.add }),
    t('people:import.summary_change', { count: report.change }),
    t('people:import.summary_same', { count: report.same }),
  ];
  return (
    <EmptyState
      title={`${t('people:import.done')} ${counts.join(t('people:import.list_mark'))}`}
      hint={t('people:import.done_hint')}
    >
      <Link to="/people">
        <Button type="primary" tabIndex={-1}>
          {t('people:action.show_list')}
        </Button>
      </Link>
    </EmptyState>
  );
}
