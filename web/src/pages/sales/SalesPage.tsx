// Sale verification: what waits, what was found, how that goes, and which calls are sales.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from 'antd';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { Permission } from '../../api/types';
import { useMe } from '../../app/me';
import { oneOf, type Search } from '../../app/search';
import { PageHeader } from '../../components/PageHeader';
import { OutcomesTab } from './OutcomesTab';
import { RatesTab } from './RatesTab';
import { RulesTab } from './RulesTab';
import { WaitingTab } from './WaitingTab';

export type TabProps = { search: Search; onShow: (search: Search) => void };

const TABS = ['waiting', 'outcomes', 'rates', 'rules'] as const;
type Tab = (typeof TABS)[number];

const PARTS: Record<Tab, ComponentType<TabProps>> = {
  waiting: WaitingTab,
  outcomes: OutcomesTab,
  rates: RatesTab,
  rules: RulesTab,
};

/** Any of these shows the tab. */
const NEEDS: Record<Tab, Permission[]> = {
  waiting: ['verify_sales'],
  outcomes: ['verify_sales', 'view_results'],
  rates: ['view_results'],
  rules: ['assign_calls'],
};

export default function SalesPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useMe();
  const search = useSearch({ from: '/shell/sales' });
  const shown = TABS.filter((tab) => NEEDS[tab].some((need) => me.permissions.includes(need)));
  const current = shown.find((tab) => tab === oneOf(search.tab)) ?? shown[0] ?? 'outcomes';
  const Part = PARTS[current];
  const show = (next: Search) => void navigate({ to: '/sales', search: next });
  return (
    <>
      <PageHeader title={t('sales:page.title')} note={t('sales:page.note')} />
      <Tabs
        activeKey={current}
        items={shown.map((tab) => ({ key: tab, label: t(`sales:page.tab.${tab}`) }))}
        onChange={(tab) => {
          show({ tab });
        }}
      />
      <Part search={search} onShow={show} />
    </>
  );
}
