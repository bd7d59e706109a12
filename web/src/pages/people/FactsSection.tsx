// Name, staff number and sign-in of a person.
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changePerson } from '../../api/people';
import type { PersonFile } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import styles from './people.module.css';
import { useChange } from './useChange';

type Fields = { name: string; staff_number?: string; sign_in?: string };

const textOrNone = (text: string | undefined) => text?.trim() || null;

export function FactsSection({ person }: { person: PersonFile }) {
  const { t } = useTranslation();
  const [isTouched, setIsTouched] = useState(false);
  const change = useChange((fields: Fields) =>
    changePerson(person.id, {
      name: fields.name,
      staff_number: textOrNone(fields.staff_number),
      sign_in: textOrNone(fields.sign_in),
    }),
  );
  return (
    <section className={styles.section} aria-label={t('people:section.facts')}>
      {change.error && <ErrorNotice error={change.error} />}
      <Form<Fields>
        layout="vertical"
        className={styles.facts ?? ''}
        initialValues={{
          name: person.name,
          staff_number: person.staff_number ?? '',
          sign_in: person.sign_in ?? '',
        }}
        onValuesChange={() => {
          setIsTouched(true);
        }}
        onFinish={(fields) => {
          change.mutate(fields);
        }}
      >
        <Form.Item
          name="name"
          label={t('people:field.name')}
          rules={[{ required: true, whitespace: true, message: t('field.required') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="staff_number" label={t('people:field.staff_number')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="sign_in" label={t('people:field.sign_in')} extra={t('people:hint.sign_in')}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <div>
          <Button htmlType="submit" type="primary" disabled={!isTouched} loading={change.isPending}>
            {t('action.save')}
          </Button>
        </div>
      </Form>
    </section>
  );
}
