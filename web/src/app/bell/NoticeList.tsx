// What whoever is signed in was told of, the youngest first; each leads to where it is dealt with.
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { markAllRead, markRead, noticesQuery } from '../../api/notices';
import type { Notice } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Time, useInstant } from '../../components/Time';
import { useCoded } from '../../i18n/words';
import { noticeAddress } from './addresses';

export function NoticeList({ unread, onLeave }: { unread: number; onLeave: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const list = useInfiniteQuery(noticesQuery);
  const notices = list.data?.pages.flatMap((page) => page.items) ?? [];
  const youngest = notices[0]?.number;
  const askAgain = () => void queries.invalidateQueries({ queryKey: ['notices'] });
  return (
    <section className="bell-part" aria-busy={list.isPending}>
      <header>
        <h2>{t('bell.told')}</h2>
        {unread > 0 && youngest !== undefined && (
          <Button
            size="small"
            type="link"
            onClick={() => void markAllRead(youngest).then(askAgain, askAgain)}
          >
            {t('bell.read_all')}
          </Button>
        )}
      </header>
      {list.isPending && <Spin />}
      {list.error && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && notices.length === 0 && <p className="muted">{t('bell.none')}</p>}
      <ol>
        {notices.map((notice) => (
          <NoticeLine
            key={notice.number}
            notice={notice}
            onOpen={() => {
              onLeave();
              if (notice.read_at === null) void markRead(notice.number).then(askAgain, askAgain);
            }}
            onRead={() => void markRead(notice.number).then(askAgain, askAgain)}
          />
        ))}
      </ol>
      {list.hasNextPage && (
        <Button size="small" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('bell.older')}
        </Button>
      )}
    </section>
  );
}

type LineProps = { notice: Notice; onOpen: () => void; onRead: () => void };

function NoticeLine({ notice, onOpen, onRead }: LineProps) {
  const { t } = useTranslation();
  const coded = useCoded();
  const format = useInstant();
  const isUnread = notice.read_at === null;
  const text = coded('notice', notice.code, {
    count: notice.count,
    actor: notice.actor?.name ?? t('bell.somebody'),
    name: notice.subject_name ?? '',
    // What is held at a time is told with that: i18next chooses the words by this context.
    ...(notice.subject_at !== null && { held: format(notice.subject_at), context: 'held' }),
  });
  return (
    <li className={isUnread ? 'notice notice-unread' : 'notice'}>
      <Link {...noticeAddress(notice)} onClick={onOpen}>
        {isUnread && <span className="visually-hidden">{t('bell.unread')}</span>}
        {text}
      </Link>
      <span className="notice-foot muted">
        <Time at={notice.at} />
        {isUnread && (
          <Button size="small" type="link" onClick={onRead}>
            {t('bell.read')}
          </Button>
        )}
      </span>
    </li>
  );
}
