// Reference calls: scored blind to learn scoring; how that went; who is certified.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/me';
import { oneOf, type Search } from '../../app/search';
import { PageHeader } from '../../components/PageHeader';
import { CallsTab } from './CallsTab';
import { CertificationTab } from './CertificationTab';
import { OwnCertificates } from './OwnCertificates';
import { ResultsTab } from './ResultsTab';

const TABS = ['calls', 'results', 'certification'] as const;

export default function ReferencesPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/reference-calls' });
  const prepares = useMay('prepare_references');
  const tabs = TABS.filter((tab) => tab !== 'certification' || prepares);
  const tab = tabs.find((one) => one === oneOf(search.tab)) ?? 'calls';
  const show = (next: Search) => void navigate({ to: '/reference-calls', search: next });
  return (
    <>
      <PageHeader title={t('nav.references')} note={t('references:page.note')} />
      <OwnCertificates />
      <Tabs
        activeKey={tab}
        items={tabs.map((key) => ({ key, label: t(`references:tab.${key}`) }))}
        onChange={(key) => {
          show(key === 'calls' ? {} : { tab: key });
        }}
      />
      {tab === 'calls' && <CallsTab search={search} onShow={show} />}
      {tab === 'results' && <ResultsTab search={search} onShow={show} />}
      {tab === 'certification' && <CertificationTab search={search} onShow={show} />}
    </>
  );
}
