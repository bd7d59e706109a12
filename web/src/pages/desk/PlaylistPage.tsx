// One playlist: its cases in order, each with how far the reader is.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { playlistsQuery } from '../../api/learning';
import { Duration } from '../../components/Duration';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import styles from './desk.module.css';

export default function PlaylistPage() {
  const { t } = useTranslation();
  const { playlistId } = useParams({ from: '/shell/playlists/$playlistId' });
  const playlists = useQuery(playlistsQuery);
  const data = playlists.data?.items.find(({ id }) => id === playlistId);
  if (playlists.error) {
    return <ErrorNotice error={playlists.error} onRetry={() => void playlists.refetch()} />;
  }
  if (playlists.isPending) return <Spin />;
  if (!data) return <EmptyState title={t('learning:playlist.gone')} />;
  return (
    <>
      <PageHeader title={data.name} note={t('learning:playlist.by', { name: data.made_by.name })} />
      {data.cases.length === 0 && <EmptyState title={t('learning:playlist.empty')} />}
      <ol className={styles.playlist}>
        {data.cases.map((one) => (
          <li key={one.id} className={styles.row}>
            <Link to="/cases/$caseId" params={{ caseId: one.id }}>
              {one.teaching_line}
            </Link>{' '}
            <Duration ms={one.duration_ms} />{' '}
            {one.learned_at && <span className="tone tone-good">{t('cases:learned_by_me')}</span>}
          </li>
        ))}
      </ol>
    </>
  );
}
