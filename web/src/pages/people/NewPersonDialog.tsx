// Enters one person.
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { addPerson, teamsQuery } from '../../api/people';
import type { PersonRow } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PASSWORD_LEAST } from './PasswordSection';
import styles from './people.module.css';
import { useRoleOptions } from './roles';
import { teamOptions } from './tree';
import { useChange } from './useChange';

type Props = { isOpen: boolean; onClose: (entered: PersonRow | null) => void };
type Fields = {
  name: string;
  staff_number?: string;
  sign_in?: string;
  password?: string;
  roles?: string[];
  team_id?: string;
};

export function NewPersonDialog({ isOpen, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      open={isOpen}
      title={t('people:form.new_person')}
      footer={null}
      destroyOnHidden
      onCancel={() => {
        onClose(null);
      }}
    >
      <NewPersonForm onClose={onClose} />
    </Modal>
  );
}

function NewPersonForm({ onClose }: Pick<Props, 'onClose'>) {
  const { t } = useTranslation();
  const roles = useRoleOptions();
  const teams = useQuery(teamsQuery).data?.items ?? [];
  const [form] = Form.useForm<Fields>();
  const signIn = Form.useWatch('sign_in', form);
  const add = useChange(
    (fields: Fields) =>
      addPerson({
        name: fields.name,
        staff_number: fields.staff_number?.trim() || null,
        sign_in: fields.sign_in?.trim() || null,
        password: fields.password || null,
        roles: (fields.roles ?? []).map((role) => ({ role, project_id: null })),
        team_id: fields.team_id ?? null,
      }),
    { onDone: onClose },
  );
  return (
    <>
      {add.error && <ErrorNotice error={add.error} />}
      <Form<Fields>
        form={form}
        layout="vertical"
        className={styles.facts ?? ''}
        onFinish={(fields) => {
          add.mutate(fields);
        }}
      >
        <Form.Item
          name="name"
          label={t('people:field.name')}
          rules={[{ required: true, whitespace: true, message: t('field.required') }]}
        >
          <Input maxLength={200} autoFocus />
        </Form.Item>
        <Form.Item name="staff_number" label={t('people:field.staff_number')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="sign_in" label={t('people:field.sign_in')} extra={t('people:hint.sign_in')}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('people:field.password')}
          extra={t('people:hint.first_password', { least: PASSWORD_LEAST })}
        >
          <Input.Password autoComplete="new-password" disabled={!signIn?.trim()} />
        </Form.Item>
        <Form.Item name="roles" label={t('people:field.roles')}>
          <Select mode="multiple" options={roles} />
        </Form.Item>
        <Form.Item name="team_id" label={t('people:field.team')}>
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            popupMatchSelectWidth={false}
            options={teamOptions(teams)}
          />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={add.isPending} block>
          {t('people:form.enter')}
        </Button>
      </Form>
    </>
  );
}
