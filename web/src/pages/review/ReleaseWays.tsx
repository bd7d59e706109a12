// The other ways out: at a set time, or through the team leader. At once is the button beside it.
import { DownOutlined } from '@ant-design/icons';
import { Button, DatePicker, Dropdown, Modal } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReleaseWay } from '../../api/review';
import { useMe } from '../../app/me';
import { instantIn } from '../../components/instants';

type Props = { isBusy: boolean; onRelease: (way: ReleaseWay) => void };

export function ReleaseWays({ isBusy, onRelease }: Props) {
  const { t } = useTranslation('review');
  const [isSetting, setIsSetting] = useState(false);
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'at', label: t('ways.at') },
            { key: 'leader', label: t('ways.leader'), title: t('ways.leader_hint') },
          ],
          onClick: ({ key }) => {
            if (key === 'leader') onRelease({ through_leader: true });
            else setIsSetting(true);
          },
        }}
      >
        <Button aria-label={t('ways.open')} icon={<DownOutlined aria-hidden />} disabled={isBusy} />
      </Dropdown>
      {isSetting && (
        <SetTime
          onClose={() => {
            setIsSetting(false);
          }}
          onRelease={onRelease}
        />
      )}
    </>
  );
}

function SetTime({ onClose, onRelease }: { onClose: () => void; onRelease: Props['onRelease'] }) {
  const { t } = useTranslation('review');
  const { time_zone: zone } = useMe();
  const [at, setAt] = useState<Dayjs | null>(null);
  return (
    <Modal open title={t('ways.at_title')} footer={null} onCancel={onClose} destroyOnHidden>
      <label htmlFor="release-at">{t('ways.at_label', { zone })}</label>
      <DatePicker
        id="release-at"
        style={{ width: '100%' }}
        showTime={{ format: 'HH:mm', minuteStep: 5 }}
        format="YYYY-MM-DD HH:mm"
        value={at}
        onChange={setAt}
      />
      <p className="muted">{t('ways.at_hint')}</p>
      <Button
        type="primary"
        block
        disabled={at === null}
        onClick={() => {
          if (at === null) return;
          onClose();
          onRelease({ at: instantIn(zone, at.format('YYYY-MM-DD'), at.format('HH:mm')) });
        }}
      >
        {t('ways.at_send')}
      </Button>
    </Modal>
  );
}
