// The rail at the left: where one may go, what waits, help, language and theme, who is signed in.
import {
  ApiOutlined,
  SafetyCertificateOutlined,
  AudioOutlined,
  AuditOutlined,
  BookOutlined,
  CalendarOutlined,
  CarryOutOutlined,
  CheckSquareOutlined,
  CloudUploadOutlined,
  CustomerServiceOutlined,
  FileDoneOutlined,
  HomeOutlined,
  FileTextOutlined,
  HourglassOutlined,
  InboxOutlined,
  BulbOutlined,
  MessageOutlined,
  ProfileOutlined,
  ProjectOutlined,
  QuestionCircleOutlined,
  SettingOutlined,
  SoundOutlined,
  MailOutlined,
  ReadOutlined,
  ToolOutlined,
  TrophyOutlined,
  TeamOutlined,
  UnorderedListOutlined,
  UsergroupAddOutlined,
} from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { tasksQuery } from '../api/learning';
import type { Me } from '../api/types';
import { useHelp } from './HelpDrawer';
import { Bell } from './bell/Bell';
import { appealsTitleOf, NAV_ADDRESSES, navigationOf, type NavKey } from './navigation';
import { PersonMenu } from './PersonMenu';
import { LanguageSwitch, ThemeSwitch } from './Switches';

const ICONS: Record<NavKey, ReactNode> = {
  today: <CheckSquareOutlined aria-hidden />,
  calls: <AudioOutlined aria-hidden />,
  my_evaluations: <FileDoneOutlined aria-hidden />,
  sittings: <UsergroupAddOutlined aria-hidden />,
  contacts: <MailOutlined aria-hidden />,
  sales: <SafetyCertificateOutlined aria-hidden />,
  appeals: <AuditOutlined aria-hidden />,
  agent_home: <HomeOutlined aria-hidden />,
  feedback: <MessageOutlined aria-hidden />,
  my_calls: <CustomerServiceOutlined aria-hidden />,
  results: <UnorderedListOutlined aria-hidden />,
  upload: <CloudUploadOutlined aria-hidden />,
  projects: <ProjectOutlined aria-hidden />,
  scorecards: <ProfileOutlined aria-hidden />,
  answers: <ReadOutlined aria-hidden />,
  improvements: <ToolOutlined aria-hidden />,
  people: <TeamOutlined aria-hidden />,
  sources: <ApiOutlined aria-hidden />,
  retention: <HourglassOutlined aria-hidden />,
  transcription: <FileTextOutlined aria-hidden />,
  settings: <SettingOutlined aria-hidden />,
  days_away: <CalendarOutlined aria-hidden />,
  requests: <InboxOutlined aria-hidden />,
  cases: <BookOutlined aria-hidden />,
  desk: <CarryOutOutlined aria-hidden />,
  learning: <BulbOutlined aria-hidden />,
  references: <TrophyOutlined aria-hidden />,
  case_reviews: <SoundOutlined aria-hidden />,
};

type Props = { me: Me; isNarrow: boolean };

export function SideNavigation({ me, isNarrow }: Props) {
  const { t } = useTranslation();
  const help = useHelp();
  const learns = me.permissions.includes('learn_from_cases');
  const tasks = useQuery({ ...tasksQuery({ mine: true, limit: 1 }), enabled: learns });
  const entries = navigationOf(me, (tasks.data?.total ?? 0) > 0);
  return (
    <aside className={isNarrow ? 'rail rail-narrow' : 'rail'}>
      <Link to="/" className="rail-brand" aria-label={t('brand')}>
        <img src="/earmark.svg" alt="" width={24} height={24} />
        <span className="rail-word">{t('brand')}</span>
      </Link>
      <nav aria-label={t('shell.navigation')}>
        {entries.map((key) => (
          <RailEntry key={key} entry={key} me={me} isNarrow={isNarrow} />
        ))}
      </nav>
      <div className="rail-foot">
        <Bell />
        <button type="button" className="rail-button" onClick={help.open} title={t('help.open')}>
          <QuestionCircleOutlined aria-hidden />
          <span className="rail-word">{t('help.title')}</span>
        </button>
        <LanguageSwitch />
        <ThemeSwitch />
        <PersonMenu me={me} />
      </div>
    </aside>
  );
}

function RailEntry({ entry, me, isNarrow }: { entry: NavKey; me: Me; isNarrow: boolean }) {
  const { t } = useTranslation();
  const name = entry === 'appeals' ? t(`appeals:title.${appealsTitleOf(me)}`) : t(`nav.${entry}`);
  return (
    <Tooltip title={isNarrow ? name : ''} placement="right">
      <Link
        to={NAV_ADDRESSES[entry]}
        className="rail-entry"
        activeProps={{ className: 'rail-entry-here', 'aria-current': 'page' }}
        activeOptions={{ includeSearch: false }}
      >
        {ICONS[entry]}
        <span className="rail-word">{name}</span>
      </Link>
    </Tooltip>
  );
}
