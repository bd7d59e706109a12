// The first administrator. The secret stands behind the `#` of the link, so it is in no server's log.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation, useRouter } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { meQuery, redeemSetup } from '../../api/session';
import { LonePage } from '../../app/LonePage';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';

type Fields = { name: string; sign_in: string; password: string };

/** The server takes no shorter password. */
const PASSWORD_LEAST = 10;

export default function SetupPage() {
  const { t } = useTranslation();
  const token = useLocation().hash;
  return (
    <LonePage title={t('setup.title')}>
      {token ? (
        <SetupForm token={token} />
      ) : (
        <EmptyState title={t('setup.no_token')} hint={t('setup.no_token_hint')} />
      )}
    </LonePage>
  );
}

function SetupForm({ token }: { token: string }) {
  const { t } = useTranslation();
  const router = useRouter();
  const queryClient = useQueryClient();
  const setup = useMutation({
    mutationFn: (fields: Fields) => redeemSetup({ ...fields, token }),
    onSuccess: (me) => {
      queryClient.setQueryData(meQuery.queryKey, me);
      router.history.push('/');
    },
  });
  const required = { required: true, message: t('field.required') };
  return (
    <Form<Fields>
      layout="vertical"
      requiredMark={false}
      onFinish={(fields) => {
        setup.mutate(fields);
      }}
    >
      <p className="muted">{t('setup.hint')}</p>
      {setup.error && (
        <Form.Item>
          <ErrorNotice error={setup.error} />
        </Form.Item>
      )}
      <Form.Item name="name" label={t('setup.name')} rules={[required]}>
        <Input autoFocus autoComplete="name" />
      </Form.Item>
      <Form.Item name="sign_in" label={t('session.sign_in_name')} rules={[required]}>
        <Input autoComplete="username" spellCheck={false} />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('session.password')}
        extra={t('setup.password_hint', { least: PASSWORD_LEAST })}
        rules={[
          required,
          { min: PASSWORD_LEAST, message: t('setup.password_hint', { least: PASSWORD_LEAST }) },
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={setup.isPending}>
        {t('setup.make')}
      </Button>
    </Form>
  );
}
