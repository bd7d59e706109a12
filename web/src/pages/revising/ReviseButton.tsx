// Revises one's own evaluation that is out: other answers, and why. The agent is told and answers anew.
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evaluation } from '../../api/types';
import { useMe } from '../../app/me';
import type { Listening } from '../feedback/useListening';
import { ReviseForm } from './ReviseForm';

export function ReviseButton({ evaluation, listening }: { evaluation: Evaluation; listening: Listening }) {
  const { t } = useTranslation();
  const me = useMe();
  const [isOpen, setIsOpen] = useState(false);
  if (!evaluation.is_revisable || evaluation.is_recallable || evaluation.evaluator?.id !== me.person_id) {
    return null;
  }
  const close = () => {
    setIsOpen(false);
  };
  return (
    <p>
      <Button
        onClick={() => {
          setIsOpen(true);
        }}
      >
        {t('results:revise.button')}
      </Button>{' '}
      <span className="muted">{t('results:revise.hint')}</span>
      <Drawer open={isOpen} onClose={close} size={760} title={t('results:revise.title')} destroyOnHidden>
        <ReviseForm evaluation={evaluation} listening={listening} onDone={close} />
      </Drawer>
    </p>
  );
}
