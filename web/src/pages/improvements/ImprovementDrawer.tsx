// One ticket: where it was found, and what becomes of it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, DatePicker, Drawer, Form, Input, Select, Spin } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import {
  changeImprovement,
  type ImprovementDetail,
  improvementOwnersQuery,
  improvementQuery,
  improvementsChanged,
  type ImprovementState,
} from '../../api/improvements';
import { useMay } from '../../app/me';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Time } from '../../components/Time';
import { useSaidChange } from '../../components/useSaidChange';
import { useWorded } from '../../i18n/words';
import styles from './improvements.module.css';

const STATES: readonly ImprovementState[] = ['open', 'in_hand', 'done', 'declined'];
const REPLY_MOST = 5_000;

type Props = { id: string | null; manages: boolean; onClose: () => void };

export function ImprovementDrawer({ id, manages, onClose }: Props) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({ ...improvementQuery(id ?? ''), enabled: id !== null });
  return (
    <Drawer open={id !== null} size={560} onClose={onClose} title={t('improvements:ticket.title')}>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {id !== null && !data && !error && <Spin />}
      {data && id !== null && <Ticket key={id} detail={data} manages={manages} onClose={onClose} />}
    </Drawer>
  );
}

type TicketProps = { detail: ImprovementDetail; manages: boolean; onClose: () => void };

function Ticket({ detail: { improvement, findings }, manages, onClose }: TicketProps) {
  const { t } = useTranslation();
  const worded = useWorded();
  const reads = useMay('view_results');
  return (
    <>
      <dl className={styles.facts}>
        <dt>{t('improvements:column.item')}</dt>
        <dd>
          {worded(improvement.title) || improvement.question}
          <div className="muted">{worded(improvement.scorecard_title)}</div>
        </dd>
        <dt>{t('improvements:column.fault')}</dt>
        <dd>{t(`scorecard:attribution.${improvement.fault}`)}</dd>
        {improvement.project && (
          <>
            <dt>{t('improvements:ticket.project')}</dt>
            <dd>{improvement.project.name}</dd>
          </>
        )}
      </dl>
      {improvement.is_changeable ? (
        <TicketForm improvement={improvement} manages={manages} onDone={onClose} />
      ) : (
        <Standing improvement={improvement} />
      )}
      <h3>{t('improvements:ticket.found', { count: improvement.findings })}</h3>
      <ul className={styles.findings}>
        {findings.map((finding) => (
          <li key={finding.evaluation_id}>
            {reads ? (
              <Link to="/evaluations/$evaluationId" params={{ evaluationId: finding.evaluation_id }}>
                <Time at={finding.call_started_at} />
              </Link>
            ) : (
              <Time at={finding.call_started_at} />
            )}{' '}
            <span className="muted">{finding.found_by.name}</span>
            {finding.comment && <div>{finding.comment}</div>}
          </li>
        ))}
      </ul>
    </>
  );
}

type OneProps = { improvement: ImprovementDetail['improvement'] };

/** How it stands, for those who found it. */
function Standing({ improvement }: OneProps) {
  const { t } = useTranslation();
  return (
    <dl className={styles.facts}>
      <dt>{t('improvements:column.state')}</dt>
      <dd>{t(`improvements:state.${improvement.state}`)}</dd>
      <dt>{t('improvements:column.owner')}</dt>
      <dd>{improvement.owner?.name ?? t('improvements:owner.none')}</dd>
      {improvement.due_date && (
        <>
          <dt>{t('improvements:column.due')}</dt>
          <dd className="number">{improvement.due_date}</dd>
        </>
      )}
      {improvement.reply && (
        <>
          <dt>{t('improvements:column.reply')}</dt>
          <dd className={styles.reply}>{improvement.reply}</dd>
        </>
      )}
    </dl>
  );
}

type Fields = { state: ImprovementState; owner: string | null; due: Dayjs | null; reply: string };

function TicketForm({ improvement, manages, onDone }: OneProps & { manages: boolean; onDone: () => void }) {
  const { t } = useTranslation();
  const owners = useQuery(improvementOwnersQuery).data?.items ?? [];
  const [form] = Form.useForm<Fields>();
  const state = Form.useWatch('state', form);
  const save = useSaidChange(changeImprovement, improvementsChanged, {
    said: () => t('improvements:ticket.saved'),
    onDone,
  });
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      initialValues={{
        state: improvement.state,
        owner: improvement.owner?.id ?? null,
        due: improvement.due_date ? dayjs(improvement.due_date) : null,
        reply: improvement.reply ?? '',
      }}
      onFinish={(fields) => {
        save.mutate({
          id: improvement.id,
          state: fields.state,
          owner_id: fields.owner ?? null,
          due_date: fields.due?.format('YYYY-MM-DD') ?? null,
          reply: fields.reply.trim() || null,
        });
      }}
    >
      {save.error && <ErrorNotice error={save.error} />}
      <Form.Item name="state" label={t('improvements:column.state')}>
        <Select options={STATES.map((value) => ({ value, label: t(`improvements:state.${value}`) }))} />
      </Form.Item>
      <Form.Item name="owner" label={t('improvements:column.owner')}>
        <Select
          allowClear
          disabled={!manages}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('improvements:owner.none')}
          options={owners.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="due" label={t('improvements:column.due')}>
        <DatePicker disabled={!manages} />
      </Form.Item>
      <Form.Item
        name="reply"
        label={t('improvements:ticket.reply')}
        extra={t('improvements:ticket.reply_hint')}
        rules={[{ required: state === 'declined', whitespace: true, message: t('field.required') }]}
      >
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={REPLY_MOST} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t('action.save')}
      </Button>
    </Form>
  );
}
