// People: who works here, in which team, with which role, and which agents they are.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Badge, Button, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { agentsQuery } from '../../api/people';
import { PageHeader } from '../../components/PageHeader';
import { UnstaffedAlert } from '../appeals/UnstaffedAlert';
import { ProjectsView } from '../projects/ProjectsView';
import { AgentsView } from './AgentsView';
import { NewPersonDialog } from './NewPersonDialog';
import { PeopleView } from './PeopleView';
import { TeamsView } from './TeamsView';
import { usePeopleSearch, type View, viewOf, VIEWS } from './usePeopleSearch';

export default function PeoplePage() {
  const { t } = useTranslation();
  const { search, show } = usePeopleSearch();
  const [isAdding, setIsAdding] = useState(false);
  const view = viewOf(search);
  return (
    <>
      <PageHeader title={t('people:title')}>
        <Link to="/people/import">
          <Button tabIndex={-1}>{t('people:action.import')}</Button>
        </Link>
        <Button
          type="primary"
          onClick={() => {
            setIsAdding(true);
          }}
        >
          {t('people:action.add')}
        </Button>
      </PageHeader>
      <UnstaffedAlert />
      <Tabs
        activeKey={view}
        aria-label={t('people:view.name')}
        destroyOnHidden
        onChange={(next) => {
          show({ view: next === 'people' ? undefined : next });
        }}
        items={VIEWS.map((key) => ({ key, label: <ViewName view={key} />, children: VIEW[key] }))}
      />
      <NewPersonDialog
        isOpen={isAdding}
        onClose={(person) => {
          setIsAdding(false);
          if (person) show({ person: person.id });
        }}
      />
    </>
  );
}

const VIEW: Record<View, React.ReactNode> = {
  people: <PeopleView />,
  teams: <TeamsView />,
  projects: <ProjectsView />,
  agents: <AgentsView />,
};

function ViewName({ view }: { view: View }) {
  const { t } = useTranslation();
  return view === 'agents' ? <AgentsName /> : t(`people:view.${view}`);
}

/** How many agents are nobody yet stands beside the name. */
function AgentsName() {
  const { t } = useTranslation();
  const unmatched = useQuery(agentsQuery({ unmatched: true, limit: 1 })).data?.total ?? 0;
  return (
    <span>
      {t('people:view.agents')}
      {unmatched > 0 && <Badge count={unmatched} overflowCount={999} size="small" offset={[6, -2]} />}
    </span>
  );
}
