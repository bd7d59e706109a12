// Sources: what comes from where, how late, and what is wrong with it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { sourcesQuery } from '../../api/sources';
import { useMay } from '../../app/me';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { SourceTable } from './SourceTable';

export default function SourcesPage() {
  const { t } = useTranslation();
  const mayManage = useMay('manage_sources');
  const { data, error, isPending, refetch } = useQuery(sourcesQuery);
  const sources = data?.items ?? [];
  const silent = sources.filter(({ silent_since }) => silent_since !== null);
  const connect = (
    <Link to="/sources/connect">
      <Button type="primary" tabIndex={-1}>
        {t('sources:action.connect')}
      </Button>
    </Link>
  );
  return (
    <>
      <PageHeader title={t('sources:title')}>{mayManage && connect}</PageHeader>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {silent.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('sources:silent.title', { names: silent.map(({ name }) => name).join(' · ') })}
          description={t('sources:silent.hint')}
        />
      )}
      {isPending && <Spin />}
      {data && sources.length === 0 && (
        <EmptyState
          title={t('sources:empty.title')}
          hint={mayManage ? t('sources:empty.hint') : t('sources:empty.hint_viewer')}
        >
          {mayManage && connect}
        </EmptyState>
      )}
      {sources.length > 0 && <SourceTable sources={sources} />}
    </>
  );
}
