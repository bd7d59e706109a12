// Another password for somebody who signs in.
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { changePerson } from '../../api/people';
import type { PersonFile } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import styles from './people.module.css';
import { useChange } from './useChange';

/** The shortest password that the server takes, in characters. */
export const PASSWORD_LEAST = 10;

export function PasswordSection({ person }: { person: PersonFile }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ password: string }>();
  const change = useChange((password: string) => changePerson(person.id, { password }), {
    said: t('people:password_set'),
    onDone: () => {
      form.resetFields();
    },
  });
  return (
    <section className={styles.section}>
      <h2>{t('people:section.access')}</h2>
      {change.error && <ErrorNotice error={change.error} />}
      <Form
        form={form}
        className={styles.inline ?? ''}
        onFinish={({ password }) => {
          change.mutate(password);
        }}
      >
        <Form.Item
          name="password"
          noStyle
          rules={[{ required: true, min: PASSWORD_LEAST, message: t('field.required') }]}
        >
          <Input.Password
            style={{ width: 260 }}
            autoComplete="new-password"
            aria-label={t('people:field.password')}
            placeholder={t('people:hint.first_password', { least: PASSWORD_LEAST })}
          />
        </Form.Item>
        <Button htmlType="submit" loading={change.isPending}>
          {t('people:action.set_password')}
        </Button>
      </Form>
      <p className={styles.hint}>{t('people:hint.password', { least: PASSWORD_LEAST })}</p>
    </section>
  );
}
