import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/me';
import { ProposeDialog } from '../cases/ProposeDialog';

/** Proposes the whole of this call for a library, for those who may; a part of it is proposed as a clip. */
export function ProposeButton({ callId }: { callId: string }) {
  const { t } = useTranslation();
  const mayPropose = useMay('propose_cases');
  const [isOpen, setIsOpen] = useState(false);
  if (!mayPropose) return null;
  return (
    <>
      <Button
        title={t('cases:propose.call_hint')}
        onClick={() => {
          setIsOpen(true);
        }}
      >
        {t('cases:propose.call')}
      </Button>
      {isOpen && (
        <ProposeDialog
          of={{ call_id: callId }}
          onClose={() => {
            setIsOpen(false);
          }}
        />
      )}
    </>
  );
}
