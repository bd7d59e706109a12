// The scorecard builder: outline, the part at hand, and beside it what the card comes to.
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { cardDraftQuery } from '../../api/cards';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { Builder } from './Builder';

export default function BuilderPage() {
  const { t } = useTranslation();
  const { scorecardId } = useParams({ from: '/shell/scorecards/$scorecardId/build' });
  const { data, error, refetch, dataUpdatedAt } = useQuery(cardDraftQuery(scorecardId));
  if (error || !data) {
    return (
      <>
        <PageHeader title={t('cards:build.title')} />
        {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <Skeleton active />}
      </>
    );
  }
  // Fetched again: everything begins anew from what is stored.
  return <Builder key={dataUpdatedAt} initial={data} onReload={() => void refetch()} />;
}
