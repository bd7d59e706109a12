// Connects a source in three steps. Where one stands is in the address, so that nothing is lost
// when the page is loaded again.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Spin, Steps } from 'antd';
import { useTranslation } from 'react-i18next';
import { sourceQuery } from '../../api/sources';
import { oneOf } from '../../app/search';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { StepArrival } from './StepArrival';
import { StepFiles } from './StepFiles';
import { StepName } from './StepName';
import styles from './sources.module.css';

export default function ConnectPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/shell/sources/connect' });
  const navigate = useNavigate({ from: '/sources/connect' });
  const sourceId = oneOf(search.source);
  const step = sourceId === undefined ? 0 : oneOf(search.step) === '3' ? 2 : 1;
  const go = (source: string, to: '2' | '3') => void navigate({ search: { source, step: to } });
  return (
    <div className={styles.wizard}>
      <PageHeader title={t('sources:connect.title')} />
      <Steps
        className={styles.steps ?? ''}
        size="small"
        aria-label={t('sources:connect.steps')}
        current={step}
        items={[
          { title: t('sources:connect.step_name') },
          { title: t('sources:connect.step_files') },
          { title: t('sources:connect.step_arrival') },
        ]}
      />
      {sourceId === undefined ? (
        <StepName
          onDone={(id) => {
            go(id, '2');
          }}
        />
      ) : (
        <WithSource
          sourceId={sourceId}
          step={step}
          onStep={(to) => {
            go(sourceId, to);
          }}
        />
      )}
    </div>
  );
}

type WithSourceProps = { sourceId: string; step: number; onStep: (to: '2' | '3') => void };

function WithSource({ sourceId, step, onStep }: WithSourceProps) {
  const { data, error, refetch } = useQuery(sourceQuery(sourceId));
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Spin />;
  return step === 1 ? (
    <StepFiles
      source={data}
      onDone={() => {
        onStep('3');
      }}
    />
  ) : (
    <StepArrival
      source={data}
      onBack={() => {
        onStep('2');
      }}
    />
  );
}
