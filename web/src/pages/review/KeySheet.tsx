// Every key of the page on one sheet.
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { Key } from '../../components/Key';
import { KEY_GROUPS } from './keys';

export function KeySheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation('review');
  return (
    <Modal open={isOpen} onCancel={onClose} footer={null} title={t('keys.title')} width={760}>
      <div className="key-sheet">
        {KEY_GROUPS.map((group) => (
          <section key={group.title}>
            <h3>{t(`keys.group.${group.title}`)}</h3>
            <dl>
              {group.title === 'items' && <KeyLine keys="1 – 9" does={t('keys.option')} />}
              {group.bindings.map((binding) => (
                <KeyLine key={binding.command} keys={binding.shown} does={t(`keys.${binding.command}`)} />
              ))}
              {group.title === 'page' && <KeyLine keys="Ctrl Enter" does={t('keys.release')} />}
              {group.title === 'page' && <KeyLine keys="Esc" does={t('keys.escape')} />}
            </dl>
          </section>
        ))}
      </div>
      <p className="muted">{t('keys.writing')}</p>
    </Modal>
  );
}

function KeyLine({ keys, does }: { keys: string; does: string }) {
  return (
    <div>
      <dt>
        <Key>{keys}</Key>
      </dt>
      <dd>{does}</dd>
    </div>
  );
}
