// How far an attempt agrees: the share of items alike, the points apart, kappa.
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AttemptOutcome } from '../../api/references';
import { apartOf, GOOD_FROM, shareOf } from './outcome';

type Props = { outcome: AttemptOutcome };

export function Share({ outcome }: Props) {
  const { t } = useTranslation('references');
  const percent = shareOf(outcome);
  if (percent === null) return <span className="muted">{t('outcome.undefined')}</span>;
  return (
    <span>
      <span className={percent >= GOOD_FROM ? 'tone tone-good number' : 'tone tone-warning number'}>
        {t('outcome.share', { percent })}
      </span>{' '}
      <span className="muted number">{t('outcome.alike', outcome)}</span>
    </span>
  );
}

export function Apart({ outcome }: Props) {
  const { t } = useTranslation('references');
  const apart = apartOf(outcome.points_apart);
  if (apart === null) return <span className="muted">{t('outcome.undefined')}</span>;
  return <span className="number">{t(`outcome.${apart.kind}`, { points: apart.points })}</span>;
}

export function Kappa({ outcome }: Props) {
  const { t } = useTranslation('references');
  return (
    <Tooltip title={t('kappa_hint')}>
      <span className="number">{outcome.kappa?.toFixed(2) ?? t('outcome.undefined')}</span>
    </Tooltip>
  );
}
