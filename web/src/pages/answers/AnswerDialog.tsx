// A standard answer, new or in another wording.
import { Button, DatePicker, Form, Input, Modal } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  answersChanged,
  type AnswerText,
  rewriteAnswer,
  type StandardAnswer,
  writeAnswer,
} from '../../api/desk';
import { oneOf, type Search } from '../../app/search';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';
import styles from './answers.module.css';
import { type ChosenItem, ItemChoice } from './ItemChoice';

type Props = { chosen: ChosenItem; known: StandardAnswer | null; onClose: () => void };
type Fields = { title_zh: string; title_en: string; text_zh: string; text_en: string; from: Dayjs };

const TITLE_MOST = 200;
const TEXT_MOST = 5_000;

function fieldsOf(known: StandardAnswer | null): Fields {
  const { title = {}, text = {} } = known?.shown ?? {};
  return {
    title_zh: title['zh-CN'] ?? '',
    title_en: title.en ?? '',
    text_zh: text['zh-CN'] ?? '',
    text_en: text.en ?? '',
    from: dayjs(),
  };
}

/** Other languages that somebody wrote through the API stay as they are. */
function textOf(known: StandardAnswer | null, fields: Fields): AnswerText {
  return {
    title: { ...known?.shown.title, 'zh-CN': fields.title_zh, en: fields.title_en },
    text: { ...known?.shown.text, 'zh-CN': fields.text_zh, en: fields.text_en },
    valid_from: fields.from.format('YYYY-MM-DD'),
  };
}

export function AnswerDialog({ chosen, known, onClose }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const [place, setPlace] = useState<Search>({ scorecard: chosen.card?.id, question: chosen.item?.key });
  const card = chosen.cards.find((one) => one.id === oneOf(place.scorecard));
  const item = card?.questions.find((one) => one.key === oneOf(place.question));
  const save = useSaidChange(
    (text: AnswerText) =>
      known
        ? rewriteAnswer({ ...text, id: known.id, based_on: known.versions })
        : writeAnswer({ ...text, scorecard_id: card?.id ?? '', question: item?.key ?? '' }),
    answersChanged,
    { said: () => t('answers:form.saved'), onDone: onClose },
  );
  return (
    <Modal
      open
      width={820}
      footer={null}
      onCancel={onClose}
      title={
        known ? t('answers:form.title_rewrite', { number: known.versions + 1 }) : t('answers:form.title_new')
      }
    >
      {save.error && <ErrorNotice error={save.error} />}
      {!known && (
        <div className={styles.bar}>
          <ItemChoice
            chosen={{ cards: chosen.cards, card, item }}
            onChange={(part) => {
              setPlace({ ...place, ...part });
            }}
          />
        </div>
      )}
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={fieldsOf(known)}
        onFinish={(fields) => {
          save.mutate(textOf(known, fields));
        }}
      >
        <div className={styles.pair}>
          <Form.Item name="title_zh" label={t('answers:form.title_zh')}>
            <Input maxLength={TITLE_MOST} />
          </Form.Item>
          <Form.Item name="title_en" label={t('answers:form.title_en')}>
            <Input maxLength={TITLE_MOST} />
          </Form.Item>
          <Form.Item name="text_zh" label={t('answers:form.text_zh')}>
            <Input.TextArea autoSize={{ minRows: 4, maxRows: 12 }} maxLength={TEXT_MOST} />
          </Form.Item>
          <Form.Item name="text_en" label={t('answers:form.text_en')}>
            <Input.TextArea autoSize={{ minRows: 4, maxRows: 12 }} maxLength={TEXT_MOST} />
          </Form.Item>
        </div>
        <Form.Item
          name="from"
          label={t('answers:form.from')}
          extra={t('answers:form.from_hint')}
          rules={[{ required: true, message: t('field.required') }]}
        >
          <DatePicker allowClear={false} />
        </Form.Item>
        <Button
          type="primary"
          htmlType="submit"
          loading={save.isPending}
          disabled={!known && item === undefined}
        >
          {t('action.save')}
        </Button>
      </Form>
    </Modal>
  );
}
