import { CloseOutlined, PlayCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../api/types';
import { useInstant } from '../../components/Time';

type Props = { call: CallRow; isOpen: boolean; onToggle: () => void };

/** Opens and closes the player below a row. */
export function PlayToggle({ call, isOpen, onToggle }: Props) {
  const { t } = useTranslation();
  const format = useInstant();
  const at = format(call.started_at);
  if (call.recordings.length === 0)
    return <span className="visually-hidden">{t('feedback:calls.no_recording')}</span>;
  return (
    <Button
      type="text"
      size="small"
      icon={isOpen ? <CloseOutlined /> : <PlayCircleOutlined />}
      aria-label={isOpen ? t('feedback:calls.playing', { at }) : t('feedback:calls.play', { at })}
      aria-expanded={isOpen}
      onClick={onToggle}
    />
  );
}
