// What a task is about, and where it is done.
import { Link } from '@tanstack/react-router';
import type { LearningTask } from '../../api/caseShapes';

export function TaskLink({ task }: { task: LearningTask }) {
  if (task.case) {
    return (
      <Link to="/cases/$caseId" params={{ caseId: task.case.id }}>
        {task.case.teaching_line}
      </Link>
    );
  }
  if (task.playlist) {
    return (
      <Link to="/playlists/$playlistId" params={{ playlistId: task.playlist.id }}>
        {task.playlist.name}
      </Link>
    );
  }
  return <span>{task.reference_call?.title}</span>;
}
