// Makes a reference call of an evaluation that is out: for trainers and QA managers, on its page.
import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { makeReference, referencesChanged } from '../../api/references';
import type { Evaluation } from '../../api/types';
import { useMay } from '../../app/me';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';
import { TitleFields, type TitleValues, titleWords } from './TitleFields';

export function MakeReference({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const prepares = useMay('prepare_references');
  const [isOpen, setOpen] = useState(false);
  const navigate = useNavigate();
  const make = useSaidChange(makeReference, referencesChanged, {
    said: () => t('references:form.made'),
    onDone: ({ reference }) => {
      void navigate({ to: '/reference-calls/$referenceId', params: { referenceId: reference.id } });
    },
  });
  const fits =
    evaluation.purpose === 'quality' &&
    evaluation.state === 'released' &&
    evaluation.is_out &&
    evaluation.call_id !== null;
  if (!prepares || !fits) return null;
  const close = () => {
    setOpen(false);
  };
  return (
    <>
      <Button
        onClick={() => {
          setOpen(true);
        }}
      >
        {t('references:form.make')}
      </Button>
      {isOpen && (
        <Modal open width={820} footer={null} onCancel={close} title={t('references:form.make_title')}>
          <p className="muted">{t('references:form.make_hint')}</p>
          {make.error && <ErrorNotice error={make.error} />}
          <Form<TitleValues>
            layout="vertical"
            onFinish={(fields) => {
              make.mutate({ evaluation_id: evaluation.id, ...titleWords(fields) });
            }}
          >
            <TitleFields />
            <Button type="primary" htmlType="submit" loading={make.isPending}>
              {t('references:form.make')}
            </Button>
          </Form>
        </Modal>
      )}
    </>
  );
}
