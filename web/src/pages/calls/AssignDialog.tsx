// Puts the selected calls into an inspector's queue, and says which could not be put there. What somebody
// else has already goes there too once that is confirmed: two score it then.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Form, Modal, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { assignCalls, type Assigned } from '../../api/assignments';
import { directoryQuery } from '../../api/directory';
import type { CallRow } from '../../api/types';
import { useMe } from '../../app/me';
import { ErrorNotice } from '../../components/ErrorNotice';
import { endOfDay } from '../../components/instants';
import { useInstant } from '../../components/Time';
import { useCoded, useWorded } from '../../i18n/words';
import styles from './calls.module.css';

type Props = { calls: CallRow[]; isOpen: boolean; onClose: (assignedIds: string[]) => void };
type Fields = { inspector_id: string; scorecard_id?: string | null; due_at?: Dayjs | null };
/** `shared`: these alone, whoever else has them, after what came of the others. */
type Order = { fields: Fields; shared?: { ids: string[]; before: Assigned } };

export function AssignDialog({ calls, isOpen, onClose }: Props) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { time_zone } = useMe();
  const assigning = useMutation({
    mutationFn: async ({ fields, shared }: Order): Promise<Assigned> => {
      const now = await assignCalls({
        call_ids: shared?.ids ?? calls.map((call) => call.id),
        inspector_id: fields.inspector_id,
        scorecard_id: fields.scorecard_id ?? null,
        due_at: fields.due_at ? endOfDay(fields.due_at.format('YYYY-MM-DD'), time_zone) : null,
        shared: shared !== undefined,
      });
      if (shared === undefined) return now;
      const others = shared.before.refused.filter(({ call_id }) => !shared.ids.includes(call_id));
      return {
        assigned: [...shared.before.assigned, ...now.assigned],
        refused: [...others, ...now.refused],
      };
    },
    onSuccess: (all) => {
      setResult(all);
      void queryClient.invalidateQueries({ queryKey: ['calls'] });
    },
  });
  const [result, setResult] = useState<Assigned>();
  const fields = assigning.variables?.fields;
  const close = () => {
    onClose(result?.assigned.map((assignment) => assignment.call.id) ?? []);
    assigning.reset();
    setResult(undefined);
  };
  return (
    <Modal
      open={isOpen}
      title={t('calls:assign.title', { count: calls.length })}
      footer={null}
      onCancel={close}
      destroyOnHidden
    >
      {assigning.error && <ErrorNotice error={assigning.error} />}
      {result ? (
        <Result
          result={result}
          calls={calls}
          isBusy={assigning.isPending}
          onShare={(ids) => {
            if (fields) assigning.mutate({ fields, shared: { ids, before: result } });
          }}
          onClose={close}
        />
      ) : (
        <AssignForm
          isBusy={assigning.isPending}
          onAssign={(chosen) => {
            assigning.mutate({ fields: chosen });
          }}
        />
      )}
    </Modal>
  );
}

function AssignForm({ isBusy, onAssign }: { isBusy: boolean; onAssign: (fields: Fields) => void }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const names = useQuery(directoryQuery).data;
  return (
    <Form<Fields> layout="vertical" onFinish={onAssign}>
      <Form.Item
        name="inspector_id"
        label={t('calls:assign.inspector')}
        rules={[{ required: true, message: t('field.required') }]}
      >
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={names?.inspectors.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        />
      </Form.Item>
      <Form.Item name="scorecard_id" label={t('calls:assign.scorecard')}>
        <Select
          allowClear
          placeholder={t('calls:assign.project_card')}
          options={names?.scorecards.map(({ id, title }) => ({ value: id, label: worded(title) })) ?? []}
        />
      </Form.Item>
      <Form.Item name="due_at" label={t('calls:assign.due')}>
        <DatePicker placeholder={t('field.optional')} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={isBusy} block>
        {t('calls:assign.assign')}
      </Button>
    </Form>
  );
}

type ResultProps = {
  result: Assigned;
  calls: CallRow[];
  isBusy: boolean;
  onShare: (ids: string[]) => void;
  onClose: () => void;
};

function Result({ result, calls, isBusy, onShare, onClose }: ResultProps) {
  const { t } = useTranslation();
  const coded = useCoded();
  const withOthers = result.refused.filter(({ code }) => code === 'with_another');
  const refused = result.refused.filter(({ code }) => code !== 'with_another');
  const wordsFor = (callId: string) => {
    const names = calls.find(({ id }) => id === callId)?.assigned_to.map(({ name }) => name) ?? [];
    return names.length > 0 ? names.join(', ') : t('calls:assign.drafted');
  };
  return (
    <div role="status">
      <p>{t('calls:assign.done', { count: result.assigned.length })}</p>
      {refused.length > 0 && (
        <>
          <p>{t('calls:assign.refused', { count: refused.length })}</p>
          <CallList refused={refused} calls={calls} wordsFor={({ code }) => coded('refused', code)} />
        </>
      )}
      {withOthers.length > 0 && (
        <>
          <p>{t('calls:assign.shared', { count: withOthers.length })}</p>
          <CallList refused={withOthers} calls={calls} wordsFor={({ call_id }) => wordsFor(call_id)} />
          <p className="muted">{t('calls:assign.shared_hint')}</p>
          <p>
            <Button
              block
              loading={isBusy}
              onClick={() => {
                onShare(withOthers.map(({ call_id }) => call_id));
              }}
            >
              {t('calls:assign.share', { count: withOthers.length })}
            </Button>
          </p>
        </>
      )}
      <Button type="primary" onClick={onClose} block>
        {t('action.close')}
      </Button>
    </div>
  );
}

type Refused = Assigned['refused'][number];
type CallListProps = { refused: Refused[]; calls: CallRow[]; wordsFor: (one: Refused) => string };

function CallList({ refused, calls, wordsFor }: CallListProps) {
  const instant = useInstant();
  const nameOf = (callId: string) => {
    const call = calls.find((one) => one.id === callId);
    return call ? instant(call.started_at) : callId;
  };
  return (
    <ul className={styles.refused}>
      {refused.map((one) => (
        <li key={one.call_id}>
          <span className="number">{nameOf(one.call_id)}</span>
          <span>{wordsFor(one)}</span>
        </li>
      ))}
    </ul>
  );
}
