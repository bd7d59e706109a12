// Days on which an agent is away, entered; before that, how many of their deadlines move.
import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Modal, Spin } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { daysAwayChanged, daysAwayEffectQuery, enterDaysAway, type NewDaysAway } from '../../api/daysAway';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';
import { AgentChooser } from './AgentChooser';
import styles from './away.module.css';

type Props = {
  /** Whose days the page shows; they are chosen to begin with. */
  agent: string | undefined;
  onClose: () => void;
};

export function EnterDialog({ agent, onClose }: Props) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(agent);
  const [days, setDays] = useState<[string, string] | null>(null);
  const [agentId, daysId] = [useId(), useId()];
  const enter = useSaidChange(enterDaysAway, daysAwayChanged, {
    said: () => t('away:entered'),
    onDone: onClose,
  });
  const body =
    chosen !== undefined && days !== null
      ? { person_id: chosen, first_day: days[0], last_day: days[1] }
      : null;
  return (
    <Modal open footer={null} onCancel={onClose} title={t('away:enter')}>
      {/* No form: Enter takes a day in the field, and nothing is entered before one has read what it means. */}
      <div className={styles.form}>
        <div className={styles.field}>
          <label htmlFor={agentId}>{t('away:agent')}</label>
          <AgentChooser id={agentId} value={chosen} onChoose={setChosen} />
        </div>
        <div className={styles.field}>
          <label htmlFor={daysId}>{t('away:days')}</label>
          <DatePicker.RangePicker
            id={daysId}
            placeholder={[t('away:first_day'), t('away:last_day')]}
            onChange={(_days, texts) => {
              const [first, last] = texts ?? [];
              setDays(first && last ? [first, last] : null);
            }}
          />
        </div>
        {body !== null && <Effect body={body} />}
        {enter.error && <ErrorNotice error={enter.error} />}
        <div className={styles.foot}>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            type="primary"
            disabled={body === null}
            loading={enter.isPending}
            onClick={() => {
              if (body !== null) enter.mutate(body);
            }}
          >
            {t('away:save')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** What the days mean for the deadlines that are fixed already. */
function Effect({ body }: { body: NewDaysAway }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(daysAwayEffectQuery(body));
  if (error) return <ErrorNotice error={error} />;
  if (!data) return <Spin size="small" />;
  return (
    <p aria-live="polite">
      {data.later === 0 ? t('away:effect.none') : t('away:effect.later', { count: data.later })}
    </p>
  );
}
