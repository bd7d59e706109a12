// Standard answers, and the stock phrases of everybody.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/me';
import { oneOf, type Search } from '../../app/search';
import { PageHeader } from '../../components/PageHeader';
import { AnswersTab } from './AnswersTab';
import { PhrasesTab } from './PhrasesTab';

const TABS = ['answers', 'phrases'] as const;

export default function AnswersPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/answers' });
  const managesCards = useMay('manage_scorecards');
  const shown = TABS.filter((tab) => tab !== 'phrases' || managesCards);
  const current = shown.find((tab) => tab === oneOf(search.tab)) ?? 'answers';
  const show = (next: Search) => void navigate({ to: '/answers', search: next });
  return (
    <>
      <PageHeader title={t('answers:page.title')} note={t('answers:page.note')} />
      {shown.length > 1 && (
        <Tabs
          activeKey={current}
          items={shown.map((tab) => ({ key: tab, label: t(`answers:page.tab.${tab}`) }))}
          onChange={(tab) => {
            show({ tab });
          }}
        />
      )}
      {current === 'answers' ? (
        <AnswersTab search={search} onShow={show} />
      ) : (
        <PhrasesTab search={search} onShow={show} />
      )}
    </>
  );
}
