// A rule, new or changed: what it says, and what it would remove.
import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, InputNumber, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  changeRule,
  type Draft,
  makeRule,
  previewRetention,
  type RetentionPreview,
  type Rule,
  type RuleText,
} from '../../api/keeping';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useHoldWords } from '../../components/keeping/useHoldWords';
import { useKeepingChange } from '../../components/keeping/useKeepingChange';
import styles from './retention.module.css';
import { RuleConditions } from './RuleConditions';
import { useCallsWords, useSumWords } from './dueWords';

type Props = { known: Rule | null; isOpen: boolean; onClose: () => void };

/** The fields of the form: the days stay beside “for ever”, so that unticking it brings them back. */
type Fields = Omit<RuleText, 'keep_days' | 'evaluated'> & {
  days: number;
  for_ever: boolean;
  evaluated: 'either' | 'yes' | 'no';
};

const DAYS_USUAL = 90;
const DAYS_MOST = 36_500;
const NAME_MOST = 80;

function fieldsOf(rule: RuleText | null): Fields {
  const { keep_days = DAYS_USUAL, evaluated = null, ...text } = rule ?? {};
  const empty = { name: '', sources: [], projects: [], queues: [], tags: [], dispositions: [] };
  return {
    ...empty,
    ...text,
    days: keep_days ?? DAYS_USUAL,
    for_ever: keep_days === null,
    evaluated: evaluated === null ? 'either' : evaluated ? 'yes' : 'no',
  };
}

function textOf({ days, for_ever, evaluated, ...text }: Fields): RuleText {
  return {
    ...text,
    keep_days: for_ever ? null : days,
    evaluated: evaluated === 'either' ? null : evaluated === 'yes',
  };
}

export function RuleDialog({ known, isOpen, onClose }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const forEver = Form.useWatch('for_ever', form) ?? false;
  const preview = useMutation({ mutationFn: beforeAndAfter });
  const close = () => {
    preview.reset();
    onClose();
  };
  const save = useKeepingChange((rule: RuleText) => (known ? changeRule(known.id, rule) : makeRule(rule)), {
    said: () => t('keeping:rule.made'),
    onDone: close,
  });
  const look = async () => {
    const fields = await form.validateFields().catch(() => null);
    if (fields) preview.mutate({ replaces: known?.id ?? null, rule: textOf(fields) });
  };
  return (
    <Modal
      open={isOpen}
      title={known ? t('keeping:rule.title_change', { name: known.text.name }) : t('keeping:rule.title_new')}
      footer={null}
      onCancel={close}
      destroyOnHidden
      width={560}
    >
      {save.error && <ErrorNotice error={save.error} />}
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={fieldsOf(known?.text ?? null)}
        onValuesChange={() => {
          preview.reset();
        }}
        onFinish={(fields) => {
          save.mutate(textOf(fields));
        }}
      >
        <Form.Item
          name="name"
          label={t('keeping:rule.name')}
          rules={[{ required: true, whitespace: true, message: t('field.required') }]}
        >
          <Input maxLength={NAME_MOST} autoFocus />
        </Form.Item>
        <Form.Item label={t('keeping:rule.keeps')} htmlFor="days">
          <div className={styles.days}>
            <Form.Item name="days" noStyle rules={[{ required: !forEver, message: t('field.required') }]}>
              <InputNumber id="days" min={1} max={DAYS_MOST} precision={0} disabled={forEver} />
            </Form.Item>
            <span>{t('keeping:rule.days_unit')}</span>
            <Form.Item name="for_ever" noStyle valuePropName="checked">
              <Checkbox>{t('keeping:rule.for_ever')}</Checkbox>
            </Form.Item>
          </div>
        </Form.Item>
        <RuleConditions />
        {preview.error && <ErrorNotice error={preview.error} />}
        {preview.data && <Comparison {...preview.data} />}
        <div className={styles.actions}>
          <Button loading={preview.isPending} onClick={() => void look()}>
            {t('keeping:rule.preview')}
          </Button>
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t('action.save')}
          </Button>
        </div>
      </Form>
    </Modal>
  );
}

type Compared = { before: RetentionPreview; after: RetentionPreview };

async function beforeAndAfter(draft: Draft): Promise<Compared> {
  const [before, after] = await Promise.all([previewRetention(null), previewRetention(draft)]);
  return { before, after };
}

/** What would go with the rule and what goes without it. */
function Comparison({ before, after }: Compared) {
  const words = useHoldWords();
  const { t } = useTranslation();
  const callsWords = useCallsWords();
  const { bytes } = useSumWords();
  return (
    <div className={styles.preview} role="status">
      <p>
        {t('keeping:due.draft_removes', {
          calls: callsWords(after.calls_due),
          bytes: bytes(after.bytes_due),
          before: callsWords(before.calls_due),
        })}
      </p>
      {after.held.map(({ hold, calls }) => (
        <p key={hold.id} className="muted">
          {t('keeping:due.held')}: {callsWords(calls)} · {words.reason(hold)}
        </p>
      ))}
    </div>
  );
}
