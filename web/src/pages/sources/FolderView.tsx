// The watched folder of a source: whether it is watched, how it is set, what was seen there.
import { useQuery } from '@tanstack/react-query';
import { Alert, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { type FileState, type WatchState, watchQuery } from '../../api/watching';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Time } from '../../components/Time';
import { FolderFiles } from './FolderFiles';
import { FolderForm } from './FolderForm';
import styles from './sources.module.css';

type Props = { sourceId: string; mayManage: boolean };

const STATES: readonly FileState[] = [
  'taken',
  'known',
  'applied',
  'held',
  'retrying',
  'refused',
  'dismissed',
];
const TROUBLES = ['watch_folder_missing', 'watch_outside_roots', 'watch_target_unwritable'] as const;

export function FolderView({ sourceId, mayManage }: Props) {
  const { data, error, refetch } = useQuery(watchQuery(sourceId));
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Spin />;
  return (
    <>
      <Condition state={data} />
      {mayManage && <FolderForm key={sourceId} sourceId={sourceId} folder={data.folder} />}
      {data.folder && (
        <>
          <Counts state={data} />
          <FolderFiles sourceId={sourceId} mayManage={mayManage} />
        </>
      )}
    </>
  );
}

/** Whether the folder is watched, and why not. */
function Condition({ state }: { state: WatchState }) {
  const { t } = useTranslation();
  if (!state.folder) return <Alert type="info" showIcon title={t('watching:none')} />;
  if (!state.folder.is_enabled) return <Alert type="info" showIcon title={t('watching:paused')} />;
  const trouble = TROUBLES.find((known) => known === state.trouble);
  if (trouble) return <Alert type="error" showIcon title={t(`watching:trouble.${trouble}`)} />;
  if (!state.is_watched) {
    return (
      <Alert type="warning" showIcon title={t('watching:unwatched')} description={t('watching:roots')} />
    );
  }
  return (
    <p className="muted">
      {t('watching:watched')} {state.scanned_at !== null && <Time at={state.scanned_at} />}
    </p>
  );
}

function Counts({ state }: { state: WatchState }) {
  const { t } = useTranslation();
  const of = (wanted: FileState) =>
    state.counts.filter((one) => one.state === wanted).reduce((sum, one) => sum + one.count, 0);
  return (
    <dl className={styles.facts}>
      {STATES.map((one) => (
        <div key={one}>
          <dt>{t(`watching:state.${one}`)}</dt>
          <dd className="number">{of(one)}</dd>
        </div>
      ))}
      <div>
        <dt>{t('watching:overdue_sidecars')}</dt>
        <dd className="number">{state.overdue_sidecars}</dd>
      </div>
      <div>
        <dt>{t('watching:overdue_legs')}</dt>
        <dd className="number">{state.overdue_legs}</dd>
      </div>
    </dl>
  );
}
