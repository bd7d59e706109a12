// Projects, for whoever says which scorecard they are scored with.
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../components/PageHeader';
import { ProjectsView } from './ProjectsView';

export default function ProjectsPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('people:projects_title')} />
      <ProjectsView />
    </>
  );
}
