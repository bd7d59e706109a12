// The form of a case review: its head, what was flagged, the running order.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, DatePicker, Form, Input, TimePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type CaseReviewDetail,
  caseReviewsChanged,
  changeCaseReview,
  makeCaseReview,
  type NewCaseReview,
} from '../../api/caseReviews';
import { directoryQuery } from '../../api/directory';
import { useMe } from '../../app/me';
import { ErrorNotice } from '../../components/ErrorNotice';
import { instantIn, wallClockIn } from '../../components/instants';
import { NamedSelect } from '../../components/NamedSelect';
import { useSaidChange } from '../../components/useSaidChange';
import { Candidates } from './Candidates';
import { type DraftEntry, draftOf, entriesOf } from './drafts';
import { RunningOrder } from './RunningOrder';
import styles from './reviews.module.css';

type Fields = { title: string; day: Dayjs; clock: Dayjs; teams: string[] };

const TITLE_MOST = 500;

export function PrepareForm({ known }: { known: CaseReviewDetail | null }) {
  const { t } = useTranslation();
  const { time_zone: zone } = useMe();
  const navigate = useNavigate();
  const teams = useQuery(directoryQuery).data?.teams;
  const [entries, setEntries] = useState<DraftEntry[]>(() => (known ? entriesOf(known.entries) : []));
  const save = useSaidChange(
    (body: NewCaseReview) =>
      known
        ? changeCaseReview({ ...body, id: known.review.id, edit: known.review.edit })
        : makeCaseReview(body),
    caseReviewsChanged,
    {
      said: () => t('reviews:prepare.saved'),
      onDone: ({ review }) => {
        void navigate({ to: '/case-reviews/$reviewId', params: { reviewId: review.id } });
      },
    },
  );
  const held = known
    ? dayjs(wallClockIn(zone, known.review.held_at))
    : dayjs().add(1, 'day').hour(15).minute(0);
  const drafts = entries.map(draftOf);
  const isWhole = drafts.every((one) => one !== null);
  const required = [{ required: true, message: t('field.required') }];
  return (
    <Form<Fields>
      layout="vertical"
      initialValues={{
        title: known?.review.title,
        day: held,
        clock: held,
        teams: known?.review.teams.map((team) => team.id) ?? [],
      }}
      onFinish={(fields) => {
        save.mutate({
          title: fields.title,
          held_at: instantIn(zone, fields.day.format('YYYY-MM-DD'), fields.clock.format('HH:mm')),
          team_ids: fields.teams,
          entries: drafts.filter((one) => one !== null),
        });
      }}
    >
      {save.error && <ErrorNotice error={save.error} />}
      <div className={styles.head}>
        <Form.Item name="title" label={t('reviews:prepare.name')} rules={required}>
          <Input maxLength={TITLE_MOST} />
        </Form.Item>
        <Form.Item name="day" label={t('reviews:prepare.day')} rules={required}>
          <DatePicker allowClear={false} />
        </Form.Item>
        <Form.Item name="clock" label={t('reviews:prepare.clock')} rules={required}>
          <TimePicker allowClear={false} format="HH:mm" minuteStep={5} needConfirm={false} />
        </Form.Item>
        <Form.Item name="teams" label={t('reviews:prepare.teams')}>
          <NamedSelect from={teams} />
        </Form.Item>
      </div>
      <RunningOrder entries={entries} onChange={setEntries} />
      <Button type="primary" htmlType="submit" loading={save.isPending} disabled={!isWhole}>
        {t('reviews:prepare.save')}
      </Button>
      <Candidates
        onAdd={(entry) => {
          setEntries((before) => [...before, entry]);
        }}
      />
    </Form>
  );
}
