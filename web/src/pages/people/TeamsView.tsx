// The tree of teams.
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addTeam, changeTeam, teamsQuery } from '../../api/people';
import type { TeamRow } from '../../api/types';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { NameDialog } from './NameDialog';
import styles from './people.module.css';
import { TeamsTable } from './TeamsTable';
import { useChange } from './useChange';

/** What the dialog asks the name of: a new team below one (or at the top), or a known team. */
type Asking = { below: TeamRow | null } | { known: TeamRow };

export function TeamsView() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(teamsQuery);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [showsEnded, setShowsEnded] = useState(false);
  const change = useChange(({ id, retired }: { id: string; retired: boolean }) =>
    changeTeam(id, { retired }),
  );
  const teams = data?.items ?? [];
  const shown = teams.filter((team) => showsEnded || team.retired_at === null);
  const askForTop = () => {
    setAsking({ below: null });
  };
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <div className={styles.bar}>
        <Button onClick={askForTop}>{t('people:action.add_team')}</Button>
        {teams.some((team) => team.retired_at !== null) && (
          <Checkbox
            checked={showsEnded}
            onChange={(event) => {
              setShowsEnded(event.target.checked);
            }}
          >
            {t('people:hint.retired_shown')}
          </Checkbox>
        )}
      </div>
      {change.error && <ErrorNotice error={change.error} />}
      {!isPending && teams.length === 0 ? (
        <EmptyState title={t('people:empty.no_teams')} hint={t('people:empty.no_teams_hint')} />
      ) : (
        <TeamsTable
          teams={shown}
          isLoading={isPending}
          onAddBelow={(below) => {
            setAsking({ below });
          }}
          onRename={(known) => {
            setAsking({ known });
          }}
          onRetire={(team, retired) => {
            change.mutate({ id: team.id, retired });
          }}
        />
      )}
      <TeamDialog
        asking={asking}
        onClose={() => {
          setAsking(null);
        }}
      />
    </>
  );
}

function TeamDialog({ asking, onClose }: { asking: Asking | null; onClose: () => void }) {
  const { t } = useTranslation();
  const known = asking && 'known' in asking ? asking.known : null;
  const below = asking && 'below' in asking ? asking.below : null;
  const save = useChange(
    (name: string) =>
      known ? changeTeam(known.id, { name }) : addTeam({ name, parent_id: below?.id ?? null }),
    { onDone: onClose },
  );
  return (
    <NameDialog
      title={known ? t('people:form.rename_team') : t('people:form.new_team')}
      isOpen={asking !== null}
      initial={known?.name ?? ''}
      error={save.error}
      isBusy={save.isPending}
      onName={save.mutate}
      onClose={() => {
        save.reset();
        onClose();
      }}
    >
      {asking && !known && (
        <p className={styles.hint}>
          {t('people:field.parent')}: {below?.name ?? t('people:no_team')}
        </p>
      )}
    </NameDialog>
  );
}
