import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { signIn } from '../../api/session';
import type { Me } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';

type Fields = { sign_in: string; password: string };

export function SignInForm({ onSignedIn }: { onSignedIn: (me: Me) => void }) {
  const { t } = useTranslation();
  const signingIn = useMutation({ mutationFn: signIn, onSuccess: onSignedIn });
  return (
    <Form<Fields>
      layout="vertical"
      requiredMark={false}
      onFinish={(fields) => {
        signingIn.mutate(fields);
      }}
    >
      {signingIn.error && (
        <Form.Item>
          <ErrorNotice error={signingIn.error} />
        </Form.Item>
      )}
      <Form.Item
        name="sign_in"
        label={t('session.sign_in_name')}
        rules={[{ required: true, message: t('field.required') }]}
      >
        <Input autoFocus autoComplete="username" spellCheck={false} />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('session.password')}
        rules={[{ required: true, message: t('field.required') }]}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={signingIn.isPending}>
        {t('session.sign_in')}
      </Button>
    </Form>
  );
}
