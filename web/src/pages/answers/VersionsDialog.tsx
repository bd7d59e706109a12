// Every wording of a standard answer: who changed what, and when.
import { useQuery } from '@tanstack/react-query';
import { Modal, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerVersionsQuery, type StandardAnswer } from '../../api/desk';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useInstant } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import styles from './answers.module.css';

export function VersionsDialog({ answer, onClose }: { answer: StandardAnswer; onClose: () => void }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const instant = useInstant();
  const { data, error, refetch } = useQuery(answerVersionsQuery(answer.id));
  return (
    <Modal
      open
      width={720}
      footer={null}
      onCancel={onClose}
      title={t('answers:versions.title', { title: worded(answer.shown.title) })}
    >
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Spin />}
      {data?.items.map((version) => (
        <section key={version.number} className={styles.version}>
          <strong>{t('answers:versions.of', { number: version.number, day: version.valid_from })}</strong>
          <p className="muted">
            {t('answers:versions.by', {
              name: version.written_by.name,
              at: instant(version.written_at),
            })}
          </p>
          <p>{worded(version.title)}</p>
          <p className={styles.text}>{worded(version.text)}</p>
        </section>
      ))}
    </Modal>
  );
}
