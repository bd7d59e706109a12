// What a task is about, and where it is done.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { LearningTask } from '../../api/caseShapes';

export function TaskLink({ task }: { task: LearningTask }) {
  const { t } = useTranslation();
  const { case_id, playlist_id, reference_call_id, title } = task;
  if (reference_call_id !== null) {
    return (
      <Link to="/reference-calls/$referenceId" params={{ referenceId: reference_call_id }}>
        {t('learning:own.reference')}
      </Link>
    );
  }
  if (title === null) return <span className="muted">{t('learning:own.gone')}</span>;
  if (case_id !== null) {
    return (
      <Link to="/cases/$caseId" params={{ caseId: case_id }}>
        {title}
      </Link>
    );
  }
  if (playlist_id !== null) {
    return (
      <Link to="/playlists/$playlistId" params={{ playlistId: playlist_id }}>
        {title}
      </Link>
    );
  }
  return <span>{title}</span>;
}
