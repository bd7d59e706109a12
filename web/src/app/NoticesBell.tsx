// What waits for whoever is signed in, counted by the server.
import { BellOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Badge, Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import { noticesQuery } from '../api/notices';
import { NoticeList } from './NoticeList';

export function NoticesBell() {
  const { t } = useTranslation();
  const notices = useQuery(noticesQuery).data?.items ?? [];
  const hasWarning = notices.some((notice) => notice.severity === 'warning');
  const word = t('notices.title', { count: notices.length });
  return (
    <Popover content={<NoticeList notices={notices} />} trigger="click" placement="rightBottom">
      <button type="button" className="rail-button" title={word}>
        <Badge dot={notices.length > 0} status={hasWarning ? 'warning' : 'processing'} offset={[2, 0]}>
          <BellOutlined aria-hidden />
        </Badge>
        <span className="rail-word">{t('notices.word')}</span>{' '}
        {notices.length > 0 && <span className="rail-count number">{notices.length}</span>}
      </button>
    </Popover>
  );
}
