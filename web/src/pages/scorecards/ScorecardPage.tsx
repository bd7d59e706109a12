// One scorecard: its versions, what each changed, what it asks; its draft begun, thrown away.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button, Popconfirm, Select, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  cardsChanged,
  cardsQuery,
  cardVersionQuery,
  discardCardDraft,
  versionDifferencesQuery,
  yamlAddress,
} from '../../api/cards';
import type { Scorecard } from '../../api/types';
import { oneOf } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { Time } from '../../components/Time';
import { useSaidChange } from '../../components/useSaidChange';
import { useWorded } from '../../i18n/words';
import styles from '../builder/builder.module.css';
import { DifferenceTable } from '../builder/DifferenceTable';
import { CardActions } from './CardTable';
import { HearingPart } from './HearingPart';
import { VersionTable } from './VersionTable';

export default function ScorecardPage() {
  const { t } = useTranslation();
  const worded = useWorded();
  const { scorecardId } = useParams({ from: '/shell/scorecards/$scorecardId' });
  const { data, error, refetch } = useQuery(cardsQuery);
  const card = data?.items.find(({ id }) => id === scorecardId);
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active />;
  if (!card) return <EmptyState title={t('cards:version.gone')} />;
  return (
    <>
      <PageHeader title={worded(card.title) || card.key} note={<code>{card.key}</code>}>
        <CardActions card={card} />
        {card.draft && <DiscardDraft card={card} edit={card.draft.edit} />}
      </PageHeader>
      {card.versions.length === 0 ? (
        <EmptyState title={t('cards:version.none')} hint={t('cards:version.none_hint')} />
      ) : (
        <>
          <HearingPart cardId={card.id} />
          <Versions card={card} />
        </>
      )}
    </>
  );
}

function DiscardDraft({ card, edit }: { card: Scorecard; edit: number }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const discard = useSaidChange(() => discardCardDraft(card.id, edit), cardsChanged, {
    said: () => t('cards:version.discarded'),
    onDone: () => {
      if (card.versions.length === 0) void navigate({ to: '/scorecards' });
    },
  });
  return (
    <>
      {discard.error && <ErrorNotice error={discard.error} />}
      <Popconfirm
        title={t('cards:version.confirm_discard')}
        okText={t('cards:version.discard')}
        cancelText={t('action.cancel')}
        onConfirm={() => {
          discard.mutate(undefined);
        }}
      >
        <Button size="small">{t('cards:version.discard')}</Button>
      </Popconfirm>
    </>
  );
}

function Versions({ card }: { card: Scorecard }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/scorecards/$scorecardId' });
  const [latest] = card.versions;
  const shown = card.versions.find(({ id }) => id === oneOf(search.version)) ?? latest;
  const place = card.versions.findIndex(({ id }) => id === shown?.id);
  const earlier = card.versions.slice(place + 1);
  const [comparedWith, setComparedWith] = useState<string | null>(null);
  const before = earlier.find(({ id }) => id === comparedWith) ?? earlier[0];
  const version = useQuery({ ...cardVersionQuery(shown?.id ?? ''), enabled: shown !== undefined });
  const differences = useQuery({
    ...versionDifferencesQuery(before?.id ?? '', shown?.id ?? ''),
    enabled: shown !== undefined && before !== undefined,
  });
  if (!shown) return null;
  return (
    <>
      <div className={styles.bar}>
        <Select
          className={styles.wide ?? ''}
          aria-label={t('cards:version.version')}
          value={shown.id}
          options={card.versions.map(({ id, number }) => ({
            value: id,
            label: t('cards:version.number', { number }),
          }))}
          onChange={(id: string) =>
            void navigate({
              to: '/scorecards/$scorecardId',
              params: { scorecardId: card.id },
              search: { version: id },
            })
          }
        />
        <span className="muted">
          <Time at={shown.published_at} /> · {shown.published_by?.name ?? t('cards:version.by_program')}
        </span>
        <Button size="small" href={yamlAddress(shown.id)}>
          {t('cards:build.yaml')}
        </Button>
      </div>
      {before && (
        <section>
          <h2>{t('cards:version.differences')}</h2>
          {earlier.length > 1 && (
            <Select
              aria-label={t('cards:version.compared_with')}
              value={before.id}
              options={earlier.map(({ id, number }) => ({
                value: id,
                label: t('cards:version.number', { number }),
              }))}
              onChange={setComparedWith}
            />
          )}
          {differences.error && <ErrorNotice error={differences.error} />}
          {differences.data && version.data && (
            <DifferenceTable differences={differences.data.items} card={version.data.definition} />
          )}
        </section>
      )}
      {version.error && <ErrorNotice error={version.error} />}
      {version.data && <VersionTable card={version.data.definition} />}
    </>
  );
}
