// Asks for a name: of a team, of a project, new or another one.
import { Button, Form, Input, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';

type Props = {
  title: string;
  isOpen: boolean;
  initial?: string;
  error: unknown;
  isBusy: boolean;
  onName: (name: string) => void;
  onClose: () => void;
  children?: ReactNode;
};

export function NameDialog({ title, isOpen, initial, error, isBusy, onName, onClose, children }: Props) {
  const { t } = useTranslation();
  return (
    <Modal open={isOpen} title={title} footer={null} onCancel={onClose} destroyOnHidden width={420}>
      {error !== null && <ErrorNotice error={error} />}
      <Form<{ name: string }>
        layout="vertical"
        initialValues={{ name: initial ?? '' }}
        onFinish={({ name }) => {
          onName(name);
        }}
      >
        <Form.Item
          name="name"
          label={t('people:field.name')}
          rules={[{ required: true, whitespace: true, message: t('field.required') }]}
        >
          <Input maxLength={200} autoFocus />
        </Form.Item>
        {children}
        <Button type="primary" htmlType="submit" loading={isBusy} block>
          {t('action.save')}
        </Button>
      </Form>
    </Modal>
  );
}
