// The sound of a call is gone: why, and by which rule.
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Farewell } from '../../api/types';
import { useInstant } from '../Time';

export function GoneNotice({ gone }: { gone: Farewell | null }) {
  const { t } = useTranslation();
  return (
    <Alert
      type="info"
      showIcon
      title={t('keeping:gone.title')}
      description={
        <>
          <Why gone={gone} /> {t('keeping:gone.stays')}
        </>
      }
    />
  );
}

function Why({ gone }: { gone: Farewell | null }) {
  const { t } = useTranslation();
  const instant = useInstant();
  if (gone === null) return t('keeping:gone.unknown');
  const day = instant(gone.removed_at, 'day');
  const { rule, keep_days } = gone;
  if (gone.cause === 'erasure') return t('keeping:gone.erased', { day });
  if (keep_days === null) return t('keeping:gone.by_rule_for_ever', { day, rule: rule ?? '' });
  const days = t('keeping:rule.days', { count: keep_days });
  return rule === null
    ? t('keeping:gone.by_source', { day, days })
    : t('keeping:gone.by_rule', { day, days, rule });
}
