// The file of one person: who they are, what they were, and everything that may be changed.
import { useQuery } from '@tanstack/react-query';
import { Drawer, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { personQuery } from '../../api/people';
import type { PersonFile } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useInstant } from '../../components/Time';
import { FactsSection } from './FactsSection';
import { LeavingSection } from './LeavingSection';
import { PasswordSection } from './PasswordSection';
import { AgentsSection } from './AgentsSection';
import { RolesSection } from './RolesSection';
import { TeamsSection } from './TeamsSection';

type Props = { id: string | undefined; onClose: () => void };

export function PersonDrawer({ id, onClose }: Props) {
  return (
    <Drawer
      open={id !== undefined}
      onClose={onClose}
      size={600}
      destroyOnHidden
      title={id && <Title id={id} />}
    >
      {id !== undefined && <File id={id} />}
    </Drawer>
  );
}

function Title({ id }: { id: string }) {
  const { t } = useTranslation();
  const instant = useInstant();
  const person = useQuery(personQuery(id)).data;
  if (!person) return null;
  return (
    <>
      {person.name}{' '}
      {person.retired_at !== null && (
        <span className="muted">{t('people:state.left', { day: instant(person.retired_at, 'day') })}</span>
      )}
    </>
  );
}

function File({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(personQuery(id));
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active />;
  return <Sections person={data} />;
}

function Sections({ person }: { person: PersonFile }) {
  const isHere = person.retired_at === null;
  return (
    <>
      {/* A new key fills the form anew once the server has said what is stored. */}
      <FactsSection key={[person.name, person.staff_number, person.sign_in].join('\n')} person={person} />
      {isHere && person.sign_in !== null && <PasswordSection person={person} />}
      <RolesSection person={person} />
      <TeamsSection person={person} />
      <AgentsSection person={person} />
      <LeavingSection person={person} />
    </>
  );
}
