// How far all files are together, said to those who listen to the page as well.
import { Progress as Bar } from 'antd';
import { useTranslation } from 'react-i18next';
import { totalOf, type Upload } from './uploads';
import styles from './upload.module.css';

type Props = { uploads: readonly Upload[]; unpaired: number };

export function TotalProgress({ uploads, unpaired }: Props) {
  const { t } = useTranslation();
  const { files, sent, refused, share } = totalOf(uploads);
  return (
    <div className={styles.total}>
      <Bar
        percent={Math.floor(share * 100)}
        size="small"
        status={refused > 0 ? 'exception' : 'normal'}
        format={(percent) => `${String(percent)} %`}
        aria-label={t('upload:total')}
      />
      <span role="status">
        {t('upload:total_sent', { sent, count: files })}
        {refused > 0 && ` · ${t('upload:total_refused', { count: refused })}`}
      </span>
      {unpaired > 0 && <span className="tone tone-warning">{t('upload:unpaired', { count: unpaired })}</span>}
    </div>
  );
}
