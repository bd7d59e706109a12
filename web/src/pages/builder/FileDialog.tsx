// The card's own YAML, changed elsewhere: read, looked at, and only then in the stead of the draft.
import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readCard } from '../../api/cards';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';
import styles from './builder.module.css';
import { CardFileField } from './CardFileField';
import { type Draft, draftOf, questionKeys } from './definition';
import { useUnreadText } from './fields';
import { ReadItems } from './ReadItems';

type Props = { draft: Draft; isOpen: boolean; onTake: (draft: Draft) => void; onClose: () => void };

export function FileDialog({ draft, isOpen, onTake, onClose }: Props) {
  const { t } = useTranslation();
  const unreadText = useUnreadText();
  const [yaml, setYaml] = useState('');
  const read = useSaidChange(
    (text: string) => readCard({ yaml: text }),
    () => Promise.resolve(),
    {},
  );
  const definition = read.data?.definition;
  // It stays this card, whatever key the file says.
  const found = definition ? draftOf({ ...definition, key: draft.key }) : null;
  const [problem] = read.data?.problems ?? [];
  const leave = () => {
    read.reset();
    setYaml('');
    onClose();
  };
  return (
    <Modal
      open={isOpen}
      width={760}
      title={t('cards:file.title')}
      okText={found ? t('cards:file.take', { count: questionKeys(found).length }) : t('cards:paste.read')}
      cancelText={t('action.cancel')}
      okButtonProps={{ disabled: yaml.trim() === '' }}
      confirmLoading={read.isPending}
      onOk={() => {
        if (!found) {
          read.mutate(yaml);
          return;
        }
        onTake(found);
        leave();
      }}
      onCancel={leave}
    >
      <p className="muted">{t('cards:file.hint')}</p>
      <CardFileField
        yaml={yaml}
        onChange={(text) => {
          setYaml(text);
          read.reset();
        }}
      />
      {read.error && <ErrorNotice error={read.error} />}
      {read.data && !found && (
        <p className={styles.wrong} role="alert">
          {problem ? unreadText(problem) : t('cards:file.unread')}
        </p>
      )}
      {found && <ReadItems draft={found} />}
    </Modal>
  );
}
