// What is said in the call: a field of its own beside that for numbers and ids, with how to write it.
import { MessageOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import { Button, Input, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { oneOf, type Search } from '../../app/search';
import styles from './calls.module.css';
import { withValues } from './filter';

type Props = { search: Search; onChange: (next: Search) => void };

/** As long as the server reads. */
const MOST = 200;

export function SaidField({ search, onChange }: Props) {
  const { t } = useTranslation('search');
  const set = oneOf(search.said) ?? '';
  const [text, setText] = useState(set);
  const find = () => {
    if (text.trim() !== set) onChange(withValues(search, 'said', [text.trim()]));
  };
  return (
    <Input
      className={styles.find}
      allowClear
      maxLength={MOST}
      prefix={<MessageOutlined aria-hidden />}
      suffix={<HowTo />}
      aria-label={t('said.field')}
      placeholder={t('said.field')}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        if (event.target.value === '') onChange(withValues(search, 'said', []));
      }}
      onPressEnter={(event) => {
        // Enter that ends a Chinese word belongs to the input method.
        if (!event.nativeEvent.isComposing) find();
      }}
      onBlur={find}
    />
  );
}

const EXAMPLES = ['words', 'phrase', 'begins', 'not', 'speaker'] as const;

function HowTo() {
  const { t } = useTranslation('search');
  const content = (
    <dl className={styles.howTo}>
      {EXAMPLES.map((example) => (
        <div key={example}>
          <dt>{t(`said.example.${example}`)}</dt>
          <dd>{t(`said.means.${example}`)}</dd>
        </div>
      ))}
    </dl>
  );
  return (
    <Popover trigger="click" placement="bottom" title={t('said.how')} content={content}>
      <Button
        size="small"
        type="text"
        icon={<QuestionCircleOutlined />}
        title={t('said.how')}
        aria-label={t('said.how')}
      />
    </Popover>
  );
}
