// Whether the call's disposition is right: two buttons beside it, and, where it is wrong, what would be
// right.
import { CheckOutlined, CloseOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { directoryQuery } from '../../api/directory';
import { useKeyNames } from '../../components/keyNames';
import type { Dispositions } from './useDisposition';

/** The field for what would be right, so that a key can lead there. */
export const CORRECTED_FIELD = 'disposition-corrected';

type Props = { disposition: string | null; check: Dispositions };

export function DispositionCheck({ disposition, check }: Props) {
  const { t } = useTranslation('review');
  const keys = useKeyNames();
  const { said } = check;
  const name = disposition ?? t('disposition.none');
  return (
    <span className="disposition" role="group" aria-label={t('disposition.word')}>
      <span className={said?.right === false ? 'disposition-wrong' : disposition ? undefined : 'muted'}>
        {name}
      </span>
      {said?.right === false && said.corrected && (
        <span>{t('disposition.is', { name: said.corrected })}</span>
      )}
      <Button
        size="small"
        type="text"
        className={said?.right ? 'disposition-on' : ''}
        icon={<CheckOutlined />}
        aria-pressed={said?.right === true}
        aria-label={t('disposition.right', { key: keys.disposition_right })}
        title={t('disposition.right', { key: keys.disposition_right })}
        onClick={check.right}
      />
      <Button
        size="small"
        type="text"
        className={said?.right === false ? 'disposition-on' : ''}
        icon={<CloseOutlined />}
        aria-pressed={said?.right === false}
        aria-label={t('disposition.wrong', { key: keys.disposition_wrong })}
        title={t('disposition.wrong', { key: keys.disposition_wrong })}
        onClick={check.wrong}
      />
    </span>
  );
}

/** What would be right, asked at the bottom of the page once "wrong" was pressed. */
export function CorrectionBar({ check, onClose }: { check: Dispositions; onClose: () => void }) {
  const { t } = useTranslation('review');
  const known = useQuery(directoryQuery).data?.dispositions ?? [];
  const [text, setText] = useState(check.said?.corrected ?? '');
  const send = (corrected: string) => {
    check.correct(corrected);
    onClose();
  };
  return (
    <div className="cannot-score" role="group" aria-label={t('disposition.correct')}>
      <label htmlFor={CORRECTED_FIELD}>{t('disposition.correct')}</label>
      <AutoComplete
        id={CORRECTED_FIELD}
        className="disposition-field"
        value={text}
        options={known.map((value) => ({ value }))}
        showSearch={{
          filterOption: (typed, option) => (option?.value ?? '').toLowerCase().includes(typed.toLowerCase()),
        }}
        onChange={setText}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          const isDone = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
          if (!isDone && event.key !== 'Escape') return;
          event.preventDefault();
          event.stopPropagation();
          if (isDone) send(text);
          else onClose();
        }}
      />
      <Button
        type="primary"
        size="small"
        onClick={() => {
          send(text);
        }}
      >
        {t('disposition.save')}
      </Button>
      <Button size="small" onClick={onClose}>
        {t('disposition.close')}
      </Button>
    </div>
  );
}
