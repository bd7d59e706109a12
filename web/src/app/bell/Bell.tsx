// The bell: how many notices are unread, and behind it what happened and what waits.
import { BellOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Badge, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { unreadQuery } from '../../api/notices';
import { waitingQuery } from '../../api/waiting';
import { NoticeList } from './NoticeList';
import { WaitingList } from './WaitingList';

export function Bell() {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const unread = useQuery(unreadQuery).data ?? 0;
  const waiting = useQuery(waitingQuery).data?.items ?? [];
  const hasWarning = waiting.some((one) => one.severity === 'warning');
  const word = t('bell.title', { count: unread });
  const close = () => {
    setIsOpen(false);
  };
  return (
    <>
      <Popover
        open={isOpen}
        onOpenChange={setIsOpen}
        trigger="click"
        placement="rightBottom"
        destroyOnHidden
        content={
          <div className="bell">
            <NoticeList unread={unread} onLeave={close} />
            <WaitingList onLeave={close} />
          </div>
        }
      >
        <button type="button" className="rail-button" title={word} aria-expanded={isOpen}>
          <Badge
            dot={unread > 0 || hasWarning}
            status={hasWarning ? 'warning' : 'processing'}
            offset={[2, 0]}
          >
            <BellOutlined aria-hidden />
          </Badge>
          <span className="rail-word">{t('bell.word')}</span>{' '}
          {unread > 0 && <span className="rail-count number bell-count">{unread}</span>}
        </button>
      </Popover>
      <span className="visually-hidden" role="status">
        {word}
      </span>
    </>
  );
}
