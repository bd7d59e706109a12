// Projects: their scorecard and queues; made, renamed and ended by whoever manages people.
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addProject, changeProject, projectsQuery } from '../../api/people';
import type { ProjectRow } from '../../api/types';
import { useMay } from '../../app/me';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { NameDialog } from '../people/NameDialog';
import styles from '../people/people.module.css';
import { useChange } from '../people/useChange';
import { ProjectsTable } from './ProjectsTable';

/** What the dialog asks the name of: a known project, or a new one. */
type Asking = { known: ProjectRow | null };

export function ProjectsView() {
  const { t } = useTranslation();
  const mayManage = useMay('manage_people');
  const { data, error, isPending, refetch } = useQuery(projectsQuery);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [showsEnded, setShowsEnded] = useState(false);
  const projects = data?.items ?? [];
  const shown = projects.filter((project) => showsEnded || project.retired_at === null);
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <div className={styles.bar}>
        {mayManage && (
          <Button
            onClick={() => {
              setAsking({ known: null });
            }}
          >
            {t('people:action.add_project')}
          </Button>
        )}
        {projects.some((project) => project.retired_at !== null) && (
          <Checkbox
            checked={showsEnded}
            onChange={(event) => {
              setShowsEnded(event.target.checked);
            }}
          >
            {t('people:hint.retired_shown')}
          </Checkbox>
        )}
        <span className="muted">{t('people:hint.projects')}</span>
      </div>
      {!isPending && projects.length === 0 ? (
        <EmptyState
          title={t('people:empty.no_projects')}
          hint={mayManage ? t('people:empty.no_projects_hint') : t('people:empty.no_projects_for_manager')}
        />
      ) : (
        <ProjectsTable
          projects={shown}
          isLoading={isPending}
          mayManage={mayManage}
          onRename={(known) => {
            setAsking({ known });
          }}
        />
      )}
      <ProjectDialog
        asking={asking}
        onClose={() => {
          setAsking(null);
        }}
      />
    </>
  );
}

function ProjectDialog({ asking, onClose }: { asking: Asking | null; onClose: () => void }) {
  const { t } = useTranslation();
  const known = asking?.known ?? null;
  const save = useChange(
    (name: string) => (known ? changeProject(known.id, { name }) : addProject({ name })),
    { onDone: onClose },
  );
  return (
    <NameDialog
      title={known ? t('people:form.rename_project') : t('people:form.new_project')}
      isOpen={asking !== null}
      initial={known?.name ?? ''}
      error={save.error}
      isBusy={save.isPending}
      onName={save.mutate}
      onClose={() => {
        save.reset();
        onClose();
      }}
    />
  );
}
