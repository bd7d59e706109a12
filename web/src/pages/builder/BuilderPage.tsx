// The scorecard builder: outline, the part at hand, and beside it what the card comes to.
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cardDraftQuery } from '../../api/cards';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { Builder } from './Builder';

export default function BuilderPage() {
  const { t } = useTranslation();
  const { scorecardId } = useParams({ from: '/shell/scorecards/$scorecardId/build' });
  const [round, setRound] = useState(0);
  const { data, error, refetch } = useQuery(cardDraftQuery(scorecardId));
  if (error || !data) {
    return (
      <>
        <PageHeader title={t('cards:build.title')} />
        {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <Skeleton active />}
      </>
    );
  }
  const reload = async () => {
    await refetch();
    setRound((before) => before + 1);
  };
  // Everything begins anew from what is stored when somebody asks for it, and then alone: a list that was
  // asked for again takes nothing out of anybody's hands.
  return <Builder key={`${scorecardId} ${String(round)}`} initial={data} onReload={() => void reload()} />;
}
