// Appeals for which nobody may be the arbitrator: for whoever gives roles, and for QA managers.
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { appealsQuery } from '../../api/appeals';

export function UnstaffedAlert() {
  const { t } = useTranslation();
  const { data } = useQuery(appealsQuery('unstaffed', { limit: 1 }));
  if (!data || data.total === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 12 }}
      title={t('appeals:unstaffed.title', { count: data.total })}
      description={t('appeals:unstaffed.hint')}
    />
  );
}
