// Scorecards: built, tested, published; and which is used where.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cardsQuery } from '../../api/cards';
import { oneOf } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { CardTable } from './CardTable';
import { NewCardDialog } from './NewCardDialog';
import { UsesView } from './UsesView';

const TABS = ['cards', 'uses'] as const;

export default function ScorecardsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/scorecards' });
  const [isNew, setIsNew] = useState(false);
  const { data, error, isPending, refetch } = useQuery(cardsQuery);
  const tab = TABS.find((one) => one === oneOf(search.tab)) ?? 'cards';
  const cards = data?.items ?? [];
  return (
    <>
      <PageHeader title={t('nav.scorecards')} note={t('cards:list.note')}>
        <Button
          type="primary"
          onClick={() => {
            setIsNew(true);
          }}
        >
          {t('cards:list.new')}
        </Button>
      </PageHeader>
      <Tabs
        activeKey={tab}
        items={TABS.map((key) => ({ key, label: t(`cards:list.tab.${key}`) }))}
        onChange={(next) => void navigate({ to: '/scorecards', search: { tab: next } })}
      />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {tab === 'uses' ? (
        <UsesView cards={cards} />
      ) : !isPending && !error && cards.length === 0 ? (
        <EmptyState title={t('cards:list.empty')} hint={t('cards:list.empty_hint')} />
      ) : (
        <CardTable cards={cards} isLoading={isPending} />
      )}
      <NewCardDialog
        cards={cards}
        isOpen={isNew}
        onClose={() => {
          setIsNew(false);
        }}
      />
    </>
  );
}
