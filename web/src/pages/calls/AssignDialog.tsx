// Puts the selected calls into an inspector's queue, and says which could not be put there.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Form, Modal, Select } from 'antd';
import type { Dayjs } from 'dayjs';
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

export function AssignDialog({ calls, isOpen, onClose }: Props) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { time_zone } = useMe();
  const assigning = useMutation({
    mutationFn: (fields: Fields) =>
      assignCalls({
        call_ids: calls.map((call) => call.id),
        inspector_id: fields.inspector_id,
        scorecard_id: fields.scorecard_id ?? null,
        due_at: fields.due_at ? endOfDay(fields.due_at.format('YYYY-MM-DD'), time_zone) : null,
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['calls'] }),
  });
  const result = assigning.data;
  const close = () => {
    onClose(result?.assigned.map((assignment) => assignment.call.id) ?? []);
    assigning.reset();
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
        <Result result={result} calls={calls} onClose={close} />
      ) : (
        <AssignForm isBusy={assigning.isPending} onAssign={assigning.mutate} />
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

type ResultProps = { result: Assigned; calls: CallRow[]; onClose: () => void };

function Result({ result, calls, onClose }: ResultProps) {
  const { t } = useTranslation();
  const coded = useCoded();
  const instant = useInstant();
  const nameOf = (callId: string) => {
    const call = calls.find((one) => one.id === callId);
    return call ? instant(call.started_at) : callId;
  };
  return (
    <div role="status">
      <p>{t('calls:assign.done', { count: result.assigned.length })}</p>
      {result.refused.length > 0 && (
        <>
          <p>{t('calls:assign.refused', { count: result.refused.length })}</p>
          <ul className={styles.refused}>
            {result.refused.map(({ call_id, code }) => (
              <li key={call_id}>
                <span className="number">{nameOf(call_id)}</span>
                <span>{coded('refused', code)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <Button type="primary" onClick={onClose} block>
        {t('action.close')}
      </Button>
    </div>
  );
}
