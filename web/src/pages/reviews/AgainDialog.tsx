// When the second series is held, for those who missed the first.
import { useNavigate } from '@tanstack/react-router';
import { Button, DatePicker, Form, Modal, TimePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { caseReviewsChanged, repeatCaseReview } from '../../api/caseReviews';
import { useMe } from '../../app/me';
import { ErrorNotice } from '../../components/ErrorNotice';
import { instantIn } from '../../components/instants';
import { useSaidChange } from '../../components/useSaidChange';

type Props = { id: string; onClose: () => void };

export function AgainDialog({ id, onClose }: Props) {
  const { t } = useTranslation('reviews');
  const { time_zone: zone } = useMe();
  const navigate = useNavigate();
  const again = useSaidChange(repeatCaseReview, caseReviewsChanged, {
    said: () => t('detail.again_made'),
    onDone: ({ review }) => {
      onClose();
      void navigate({ to: '/case-reviews/$reviewId', params: { reviewId: review.id } });
    },
  });
  return (
    <Modal open footer={null} onCancel={onClose} title={t('detail.again_title')}>
      {again.error && <ErrorNotice error={again.error} />}
      <Form<{ day: Dayjs; clock: Dayjs }>
        layout="vertical"
        initialValues={{ day: dayjs().add(7, 'day'), clock: dayjs('2000-01-01T15:00') }}
        onFinish={({ day, clock }) => {
          const held_at = instantIn(zone, day.format('YYYY-MM-DD'), clock.format('HH:mm'));
          again.mutate({ id, held_at });
        }}
      >
        <Form.Item name="day" label={t('prepare.day')}>
          <DatePicker allowClear={false} />
        </Form.Item>
        <Form.Item name="clock" label={t('prepare.clock')}>
          <TimePicker allowClear={false} format="HH:mm" minuteStep={5} needConfirm={false} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={again.isPending}>
          {t('prepare.save')}
        </Button>
      </Form>
    </Modal>
  );
}
