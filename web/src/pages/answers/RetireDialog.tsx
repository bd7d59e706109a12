// From which day on a standard answer holds no more; or that it holds again.
import { Button, DatePicker, Modal } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answersChanged, retireAnswer, type StandardAnswer } from '../../api/desk';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';
import { useWorded } from '../../i18n/words';
import styles from './answers.module.css';

type Props = { answer: StandardAnswer; onClose: () => void };

export function RetireDialog({ answer, onClose }: Props) {
  const { t } = useTranslation();
  const worded = useWorded();
  const isRetired = typeof answer.retired_from === 'string';
  const [from, setFrom] = useState(dayjs());
  const save = useSaidChange(retireAnswer, answersChanged, {
    said: () => t(isRetired ? 'answers:retire.restored' : 'answers:retire.done'),
    onDone: onClose,
  });
  return (
    <Modal open footer={null} onCancel={onClose} title={worded(answer.shown.title)}>
      {save.error && <ErrorNotice error={save.error} />}
      {!isRetired && <p>{t('answers:retire.title')}</p>}
      <p className="muted">{t('answers:retire.hint')}</p>
      <div className={styles.bar}>
        {!isRetired && (
          <DatePicker
            allowClear={false}
            aria-label={t('answers:retire.title')}
            value={from}
            onChange={(day) => {
              if (day) setFrom(day);
            }}
          />
        )}
        <Button
          type="primary"
          loading={save.isPending}
          onClick={() => {
            save.mutate({ id: answer.id, retired_from: isRetired ? null : from.format('YYYY-MM-DD') });
          }}
        >
          {t(isRetired ? 'answers:list.restore' : 'answers:list.retire')}
        </Button>
      </div>
    </Modal>
  );
}
