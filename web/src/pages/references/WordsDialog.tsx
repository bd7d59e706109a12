// The words of a reference call: title, what is to be learned, why each answer is right; in both languages.
import { Button, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  type Agreed,
  type ReferenceDetail,
  referencesChanged,
  type ReferenceWords,
  rewriteReference,
} from '../../api/references';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';
import { useWorded } from '../../i18n/words';
import styles from './references.module.css';
import { TitleFields, type TitleValues, titleWords } from './TitleFields';

type Props = { detail: ReferenceDetail; agreed: Agreed; onClose: () => void };
type Fields = TitleValues & { reasons: Record<string, { zh?: string; en?: string }> };

const TEXT_MOST = 2_000;

/** Other languages that somebody wrote through the API stay as they are. */
function wordsOf(detail: ReferenceDetail, agreed: Agreed, fields: Fields): ReferenceWords {
  const reasons = Object.entries(fields.reasons).map(([item, { zh = '', en = '' }]) => [
    item,
    { ...agreed.reasons[item], 'zh-CN': zh, en },
  ]);
  return {
    ...titleWords(fields, { title: detail.reference.title, why: agreed.why }),
    reasons: Object.fromEntries(reasons) as ReferenceWords['reasons'],
  };
}

export function WordsDialog({ detail, agreed, onClose }: Props) {
  const { t } = useTranslation();
  const worded = useWorded();
  const save = useSaidChange(rewriteReference, referencesChanged, {
    said: () => t('references:detail.saved'),
    onDone: onClose,
  });
  const { reference } = detail;
  const questions = detail.scorecard_version.definition.sections
    .flatMap((section) => section.questions)
    .filter((question) => agreed.answers[question.key] !== undefined);
  return (
    <Modal open width={860} footer={null} onCancel={onClose} title={t('references:detail.words')}>
      {save.error && <ErrorNotice error={save.error} />}
      <Form<Fields>
        layout="vertical"
        initialValues={{
          title_zh: reference.title['zh-CN'],
          title_en: reference.title.en,
          why_zh: agreed.why['zh-CN'],
          why_en: agreed.why.en,
          reasons: Object.fromEntries(
            questions.map(({ key }) => [
              key,
              { zh: agreed.reasons[key]?.['zh-CN'], en: agreed.reasons[key]?.en },
            ]),
          ),
        }}
        onFinish={(fields) => {
          save.mutate({ id: reference.id, edit: agreed.edit, ...wordsOf(detail, agreed, fields) });
        }}
      >
        <TitleFields />
        {questions.map(({ key, title }) => (
          <div className={styles.pair} key={key}>
            <Form.Item
              name={['reasons', key, 'zh']}
              label={t('references:form.reason_zh', { item: worded(title) || key })}
            >
              <Input.TextArea autoSize={{ minRows: 1, maxRows: 8 }} maxLength={TEXT_MOST} />
            </Form.Item>
            <Form.Item
              name={['reasons', key, 'en']}
              label={t('references:form.reason_en', { item: worded(title) || key })}
            >
              <Input.TextArea autoSize={{ minRows: 1, maxRows: 8 }} maxLength={TEXT_MOST} />
            </Form.Item>
          </div>
        ))}
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('action.save')}
        </Button>
      </Form>
    </Modal>
  );
}
