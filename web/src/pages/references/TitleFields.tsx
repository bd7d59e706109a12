// The title of a reference call and what is to be learned from it, in both languages.
import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Words } from '../../api/types';
import styles from './references.module.css';

export type TitleValues = { title_zh?: string; title_en?: string; why_zh?: string; why_en?: string };

const TITLE_MOST = 200;
const TEXT_MOST = 2_000;

/** What is typed in the place of what there was in these two languages. */
export function titleWords(
  { title_zh = '', title_en = '', why_zh = '', why_en = '' }: TitleValues,
  known: { title: Words; why: Words } = { title: {}, why: {} },
): { title: Words; why: Words } {
  return {
    title: { ...known.title, 'zh-CN': title_zh, en: title_en },
    why: { ...known.why, 'zh-CN': why_zh, en: why_en },
  };
}

export function TitleFields() {
  const { t } = useTranslation('references');
  return (
    <div className={styles.pair}>
      <Form.Item name="title_zh" label={t('form.title_zh')} extra={t('form.title_hint')}>
        <Input maxLength={TITLE_MOST} />
      </Form.Item>
      <Form.Item name="title_en" label={t('form.title_en')} extra={t('form.title_hint')}>
        <Input maxLength={TITLE_MOST} />
      </Form.Item>
      <Form.Item name="why_zh" label={t('form.why_zh')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={TEXT_MOST} />
      </Form.Item>
      <Form.Item name="why_en" label={t('form.why_en')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={TEXT_MOST} />
      </Form.Item>
    </div>
  );
}
