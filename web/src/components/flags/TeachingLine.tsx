// What a good or warning case teaches, in one field: with it the flag proposes the case, and one is back
// at work. Enter belongs to the input method; Ctrl+Enter proposes, Esc leaves the flag as it is.
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flag } from '../../api/types';
import styles from './flags.module.css';
import type { Flags } from './useFlags';

const LINE_MOST = 200;

export function TeachingLine({ flag, flags }: { flag: Flag; flags: Flags }) {
  const { t } = useTranslation('flags');
  const [line, setLine] = useState('');
  const isFresh = flags.fresh === flag.id;
  const send = () => {
    if (line.trim() !== '') flags.line(flag, line.trim());
  };
  return (
    <div className={styles.line}>
      <Input.TextArea
        autoFocus={isFresh}
        value={line}
        maxLength={LINE_MOST}
        autoSize={{ minRows: 1, maxRows: 4 }}
        placeholder={t('line')}
        aria-label={t('line')}
        onChange={(event) => {
          setLine(event.target.value);
        }}
        onBlur={flags.leaveFresh}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          const isDone = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
          if (!isDone && event.key !== 'Escape') return;
          event.preventDefault();
          event.stopPropagation();
          event.currentTarget.blur();
          if (isDone) send();
        }}
      />
      <Button size="small" disabled={line.trim() === '' || flags.isBusy} onClick={send}>
        {t('line_send')}
      </Button>
    </div>
  );
}
