// Items out of a spreadsheet: pasted, read, looked at, and only then taken into the draft.
import { Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readCard } from '../../api/cards';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';
import styles from './builder.module.css';
import { type Draft, draftOf, pasted, questionKeys } from './definition';
import { ReadItems } from './ReadItems';

type Props = { draft: Draft; isOpen: boolean; onTake: (draft: Draft) => void; onClose: () => void };

export function PasteDialog({ draft, isOpen, onTake, onClose }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [place, setPlace] = useState<'behind' | 'instead'>('behind');
  const read = useSaidChange(
    (table: string) => readCard({ table, method: draft.method }),
    () => Promise.resolve(),
    {},
  );
  const found = read.data ? draftOf({ ...draft, sections: read.data.sections ?? [] }) : null;
  const leave = () => {
    read.reset();
    setText('');
    onClose();
  };
  return (
    <Modal
      open={isOpen}
      width={760}
      title={t('cards:paste.title')}
      okText={found ? t('cards:paste.take', { count: questionKeys(found).length }) : t('cards:paste.read')}
      cancelText={t('action.cancel')}
      okButtonProps={{ disabled: found ? questionKeys(found).length === 0 : text.trim() === '' }}
      confirmLoading={read.isPending}
      onOk={() => {
        if (!found) {
          read.mutate(text);
          return;
        }
        onTake(pasted(draft, found, place));
        leave();
      }}
      onCancel={leave}
    >
      <p className="muted">{t('cards:paste.hint')}</p>
      <Input.TextArea
        aria-label={t('cards:paste.table')}
        rows={7}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          read.reset();
        }}
      />
      {read.error && <ErrorNotice error={read.error} />}
      {found && (
        <>
          <ReadItems draft={found}>
            {read.data?.rows.map((row) => (
              <p key={`${String(row.line)}${row.code}`} className={styles.wrong}>
                {t('cards:paste.row', { line: row.line })}{' '}
                {t(`cards:paste.problem.${row.code as 'no_title' | 'bad_weight' | 'no_score'}`, {
                  value: row.value,
                })}
              </p>
            ))}
          </ReadItems>
          <Radio.Group
            value={place}
            aria-label={t('cards:paste.place')}
            options={(['behind', 'instead'] as const).map((value) => ({
              value,
              label: t(`cards:paste.${value}`),
            }))}
            onChange={({ target }) => {
              setPlace(target.value as 'behind' | 'instead');
            }}
          />
        </>
      )}
    </Modal>
  );
}
