// Lifts a hold, with the reason.
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { liftHold } from '../../api/keeping';
import { ErrorNotice } from '../ErrorNotice';
import { useKeepingChange } from './useKeepingChange';

const REASON_MOST = 500;

export function LiftButton({ id }: { id: string }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const close = () => {
    setIsOpen(false);
  };
  const lift = useKeepingChange((reason: string) => liftHold(id, reason), {
    said: () => t('keeping:hold.lifted'),
    onDone: close,
  });
  return (
    <>
      <Button
        size="small"
        onClick={() => {
          setIsOpen(true);
        }}
      >
        {t('keeping:hold.lift')}
      </Button>
      <Modal
        open={isOpen}
        title={t('keeping:hold.lift_title')}
        footer={null}
        onCancel={close}
        destroyOnHidden
        width={420}
      >
        {lift.error && <ErrorNotice error={lift.error} />}
        <Form<{ reason: string }>
          layout="vertical"
          onFinish={({ reason }) => {
            lift.mutate(reason);
          }}
        >
          <Form.Item
            name="reason"
            label={t('keeping:hold.lift_reason')}
            rules={[{ required: true, whitespace: true, message: t('field.required') }]}
          >
            <Input maxLength={REASON_MOST} autoFocus />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={lift.isPending} block>
            {t('keeping:hold.lift')}
          </Button>
        </Form>
      </Modal>
    </>
  );
}
