// One source: how it is doing, its settings, its extension map, its tokens, what went wrong.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Alert, Spin, Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Source, sourceQuery, type SourceRow } from '../../api/sources';
import { useMay } from '../../app/me';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { Time } from '../../components/Time';
import { ArrivalBars } from './ArrivalBars';
import { ExtensionsView } from './ExtensionsView';
import { FailuresView } from './FailuresView';
import { FolderView } from './FolderView';
import { LagText } from './LagText';
import { RefusedView } from './RefusedView';
import { SettingsForm } from './SettingsForm';
import { UnmatchedLink, ViewLink, Waiting } from './SourceTable';
import styles from './sources.module.css';
import { TokensView } from './TokensView';
import { WaitingView } from './WaitingView';

const VIEWS = [
  'state',
  'settings',
  'folder',
  'extensions',
  'tokens',
  'waiting',
  'failures',
  'refused',
] as const;
type View = (typeof VIEWS)[number];

export default function SourcePage() {
  const { t } = useTranslation();
  const { sourceId } = useParams({ from: '/shell/sources/$sourceId' });
  const search = useSearch({ from: '/shell/sources/$sourceId' });
  const navigate = useNavigate({ from: '/sources/$sourceId' });
  const mayManage = useMay('manage_sources');
  const { data, error, refetch } = useQuery(sourceQuery(sourceId));
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Spin />;
  const shown = VIEWS.filter((view) => mayManage || view !== 'tokens');
  const view = shown.find((one) => one === search.view) ?? 'state';
  return (
    <>
      <PageHeader
        title={data.status.name}
        note={
          <>
            <Link to="/sources" className={styles.up ?? ''}>
              {t('sources:title')}
            </Link>{' '}
            · {t(`sources:kind.${data.status.kind}`)} · {data.status.time_zone}
          </>
        }
      />
      {data.status.retired_at !== null && (
        <Alert
          type="info"
          showIcon
          title={t('sources:retired_since')}
          description={<Time at={data.status.retired_at} />}
        />
      )}
      <Tabs
        activeKey={view}
        aria-label={t('sources:view.name')}
        destroyOnHidden
        onChange={(next) => {
          void navigate({ search: { view: next === 'state' ? undefined : next } });
        }}
        items={shown.map((key) => ({
          key,
          label: key === 'folder' ? t('watching:view') : t(`sources:view.${key}`),
          children: contentOf(key, data, mayManage),
        }))}
      />
    </>
  );
}

function contentOf(view: View, source: Source, mayManage: boolean): ReactNode {
  const { id } = source.status;
  switch (view) {
    case 'state':
      return <State status={source.status} />;
    case 'settings':
      return <SettingsForm source={source} mayManage={mayManage} />;
    case 'folder':
      return <FolderView sourceId={id} mayManage={mayManage} />;
    case 'extensions':
      return <ExtensionsView sourceId={id} mayManage={mayManage} />;
    case 'tokens':
      return <TokensView sourceId={id} />;
    case 'failures':
      return <FailuresView sourceId={id} mayManage={mayManage} />;
    case 'waiting':
      return <WaitingView sourceId={id} mayManage={mayManage} />;
    case 'refused':
      return <RefusedView sourceId={id} mayManage={mayManage} />;
  }
}

function State({ status }: { status: SourceRow }) {
  const { t } = useTranslation();
  return (
    <>
      {status.silent_since !== null && (
        <Alert
          type="warning"
          showIcon
          title={t('sources:silent.title', { names: status.name })}
          description={t('sources:silent.hint')}
        />
      )}
      <dl className={styles.facts}>
        <div>
          <dt>{t('sources:field.last_arrival')}</dt>
          <dd>
            {status.last_arrival_at === null ? (
              t('sources:nothing_yet')
            ) : (
              <Time at={status.last_arrival_at} />
            )}
          </dd>
        </div>
        <div>
          <dt>{t('sources:field.lag')}</dt>
          <dd>
            <LagText ms={status.lag_ms} />
          </dd>
        </div>
        <div>
          <dt>{t('sources:field.unmatched')}</dt>
          <dd>
            <UnmatchedLink count={status.unmatched_agents} />
          </dd>
        </div>
        <div>
          <dt>{t('sources:field.waiting')}</dt>
          <dd>
            <Waiting source={status} />
          </dd>
        </div>
        <div>
          <dt>{t('sources:field.failures')}</dt>
          <dd>
            <ViewLink id={status.id} view="failures" count={status.failures} />
          </dd>
        </div>
        <div>
          <dt>{t('sources:field.refused')}</dt>
          <dd>
            <ViewLink id={status.id} view="refused" count={status.refused} />
          </dd>
        </div>
      </dl>
      <h2>{t('sources:field.hours')}</h2>
      <ArrivalBars hours={status.hours} isLarge />
      <p className={`${styles.legend ?? ''} muted`}>{t('sources:bars.legend')}</p>
    </>
  );
}
