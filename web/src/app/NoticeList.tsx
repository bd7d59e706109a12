import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Notice } from '../api/types';
import { useCoded } from '../i18n/words';
import { noticeAddress } from './notices';

export function NoticeList({ notices }: { notices: Notice[] }) {
  const { t } = useTranslation();
  if (notices.length === 0) return <p className="notice-list muted">{t('notices.none')}</p>;
  return (
    <ul className="notice-list">
      {notices.map((notice) => (
        <li key={notice.code} className={`notice notice-${notice.severity}`}>
          <NoticeText notice={notice} />
        </li>
      ))}
    </ul>
  );
}

function NoticeText({ notice }: { notice: Notice }) {
  const coded = useCoded();
  const text = coded('notice', notice.code, { count: notice.count });
  const address = noticeAddress(notice.code);
  return address === null ? <span>{text}</span> : <Link {...address}>{text}</Link>;
}
