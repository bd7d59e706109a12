// Where the player stands otherwise: the clock of the sitting, the reminders given on the spot, and the
// call that it is tied to.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { draftQuery } from '../../api/review';
import { endSitting, remind, takeReminderBack } from '../../api/sittings';
import type { Evaluation, Sitting } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { formatDuration } from '../../components/instants';
import { TiePart } from '../../components/TiePart';
import { useInstant } from '../../components/Time';
import { WrittenText } from '../../components/WrittenText';
import { agentOf } from './agent';
import type { DraftKeeper } from './keeper';
import { focusField } from './useView';

const FIELD = 'reminder-text';

/** When M was pressed: a reminder is given at that second, however long it takes to write it down. */
let pressed_at: string | null = null;

/** Puts the cursor into the line for a reminder, and takes the time. */
export function focusReminder(): void {
  pressed_at = new Date().toISOString();
  focusField(FIELD);
}

type Props = { evaluation: Evaluation; sitting: Sitting; keeper: DraftKeeper };

export function SittingPart({ evaluation, sitting, keeper }: Props) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const take = (changed: Evaluation) => {
    cache.setQueryData(draftQuery(evaluation.id).queryKey, changed);
  };
  const end = useMutation({ mutationFn: () => endSitting(evaluation.id), onSuccess: take });
  return (
    <div className="sitting">
      <div className="sitting-head">
        <Clock evaluation={evaluation} sitting={sitting} />
        {sitting.ended_at === null && (
          <Button
            size="small"
            loading={end.isPending}
            onClick={() => {
              end.mutate();
            }}
          >
            {t('sittings:clock.end')}
          </Button>
        )}
        <TiePart evaluation={evaluation} before={() => keeper.flush()} onTied={take} />
      </div>
      {end.error && <ErrorNotice error={end.error} />}
      <ReminderPart evaluation={evaluation} sitting={sitting} onChanged={take} />
    </div>
  );
}

/** How long it goes on already, or from when until when it was. */
function Clock({ evaluation, sitting }: Omit<Props, 'keeper'>) {
  const { t } = useTranslation();
  const instant = useInstant();
  const [now, setNow] = useState(Date.now);
  const isRunning = sitting.ended_at === null;
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 1_000);
    return () => {
      clearInterval(timer);
    };
  }, [isRunning]);
  const from = instant(sitting.began_at, 'clock');
  if (sitting.ended_at !== null) {
    return <span>{t('sittings:clock.ended', { from, until: instant(sitting.ended_at, 'clock') })}</span>;
  }
  return (
    <span>
      {t('sittings:clock.running', { name: agentOf(evaluation) ?? '', at: from })}{' '}
      <strong className="number">{formatDuration(Math.max(0, now - Date.parse(sitting.began_at)))}</strong>
    </span>
  );
}

type ReminderProps = {
  evaluation: Evaluation;
  sitting: Sitting;
  onChanged: (evaluation: Evaluation) => void;
};

function ReminderPart({ evaluation, sitting, onChanged }: ReminderProps) {
  const { t } = useTranslation();
  const instant = useInstant();
  const [text, setText] = useState('');
  const add = useMutation({
    mutationFn: () =>
      remind(evaluation.id, { at: pressed_at ?? new Date().toISOString(), text: text.trim() }),
    onSuccess: (changed) => {
      pressed_at = null;
      setText('');
      onChanged(changed);
    },
  });
  const remove = useMutation({
    mutationFn: (id: string) => takeReminderBack(evaluation.id, id),
    onSuccess: (_, id) => {
      const reminders = sitting.reminders.filter((one) => one.id !== id);
      onChanged({ ...evaluation, sitting: { ...sitting, reminders } });
    },
  });
  const note = () => {
    if (text.trim() !== '' && !add.isPending) add.mutate();
  };
  return (
    <section aria-labelledby="reminders-title">
      <h2 id="reminders-title">
        {t('sittings:reminder.title')} <kbd>M</kbd>
      </h2>
      <div className="sitting-line">
        <WrittenText
          id={FIELD}
          label={t('sittings:reminder.label')}
          value={text}
          maxLength={500}
          onChange={(typed) => {
            pressed_at ??= new Date().toISOString();
            setText(typed);
          }}
          onLeave={note}
        />
        <Button size="small" disabled={text.trim() === ''} loading={add.isPending} onClick={note}>
          {t('sittings:reminder.add')}
        </Button>
      </div>
      {add.error && <ErrorNotice error={add.error} />}
      {remove.error && <ErrorNotice error={remove.error} />}
      {sitting.reminders.length === 0 ? (
        <p className="muted">{t('sittings:reminder.none')}</p>
      ) : (
        <ol className="sitting-reminders">
          {sitting.reminders.map(({ id, at, text: words }) => (
            <li key={id}>
              <span className="number muted">{instant(at, 'clock')}</span> <span>{words}</span>{' '}
              <Button
                size="small"
                type="text"
                aria-label={t('sittings:reminder.remove', { at: instant(at, 'clock') })}
                onClick={() => {
                  remove.mutate(id);
                }}
              >
                ×
              </Button>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
