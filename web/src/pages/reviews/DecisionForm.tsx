// Writes a decision down: what, by whom, until when.
import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Form, Input, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { attendanceQuery, caseReviewsChanged, makeDecision } from '../../api/caseReviews';
import { improvementOwnersQuery } from '../../api/improvements';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';
import styles from './reviews.module.css';

type Fields = { text: string; owner: string; due: Dayjs };

const TEXT_MOST = 500;

export function DecisionForm({ reviewId }: { reviewId: string }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const owners = useQuery(improvementOwnersQuery).data?.items ?? [];
  const room = useQuery(attendanceQuery(reviewId)).data;
  const there = [...(room?.present.map(({ person }) => person) ?? []), ...(room?.missing ?? [])];
  const people = new Map([...there, ...owners].map(({ id, name }) => [id, name]));
  const add = useSaidChange(makeDecision, caseReviewsChanged, {
    said: () => t('reviews:decision.added'),
    onDone: () => {
      form.resetFields();
    },
  });
  const required = [{ required: true, message: t('field.required') }];
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      className={styles.decision}
      initialValues={{ due: dayjs().add(7, 'day') }}
      onFinish={({ text, owner, due }) => {
        add.mutate({ id: reviewId, text, owner_id: owner, due_date: due.format('YYYY-MM-DD') });
      }}
    >
      {add.error && <ErrorNotice error={add.error} />}
      <Form.Item name="text" label={t('reviews:decision.text')} rules={required}>
        <Input maxLength={TEXT_MOST} />
      </Form.Item>
      <Form.Item name="owner" label={t('reviews:decision.owner')} rules={required}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={[...people].map(([value, label]) => ({ value, label }))}
        />
      </Form.Item>
      <Form.Item name="due" label={t('reviews:decision.due')} rules={required}>
        <DatePicker allowClear={false} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={add.isPending}>
        {t('reviews:decision.add')}
      </Button>
    </Form>
  );
}
