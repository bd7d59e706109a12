// Corrections that a new transcript left without a place: they stay, and somebody should look at them.
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

type Props = { count: number; onOpen: () => void };

export function Misfits({ count, onOpen }: Props) {
  const { t } = useTranslation('words');
  if (count === 0) return null;
  return (
    <p className="transcript-note transcript-misfits">
      {t('misfits.title', { count })}{' '}
      <Button size="small" onClick={onOpen}>
        {t('misfits.look')}
      </Button>
    </p>
  );
}
