// What goes, what stays: rules, next removals, holds, requests by number, and what was done.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from 'antd';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/me';
import { oneOf, type Search } from '../../app/search';
import { PageHeader } from '../../components/PageHeader';
import { HoldsTab } from './HoldsTab';
import { NextTab } from './NextTab';
import { RequestsTab } from './RequestsTab';
import { RulesTab } from './RulesTab';
import { RunsTab } from './RunsTab';

const TABS = ['rules', 'next', 'holds', 'requests', 'runs'] as const;
type Tab = (typeof TABS)[number];

const PARTS: Record<Tab, ComponentType<{ search: Search; onShow: (search: Search) => void }>> = {
  rules: RulesTab,
  next: NextTab,
  holds: HoldsTab,
  requests: RequestsTab,
  runs: RunsTab,
};

export default function RetentionPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/retention' });
  const mayErase = useMay('erase_customers');
  const shown = TABS.filter((tab) => tab !== 'requests' || mayErase);
  const current = shown.find((tab) => tab === oneOf(search.tab)) ?? 'rules';
  const Part = PARTS[current];
  const show = (next: Search) => void navigate({ to: '/retention', search: next });
  return (
    <>
      <PageHeader title={t('keeping:page.title')} note={t('keeping:page.note')} />
      <Tabs
        activeKey={current}
        items={shown.map((tab) => ({ key: tab, label: t(`keeping:page.tab.${tab}`) }))}
        onChange={(tab) => {
          show({ tab });
        }}
      />
      <Part search={search} onShow={show} />
    </>
  );
}
