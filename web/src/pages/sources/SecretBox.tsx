// A secret that is shown this once.
import { Alert, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './sources.module.css';

export function SecretBox({ secret }: { secret: string }) {
  const { t } = useTranslation();
  return (
    <Alert
      type="success"
      title={t('sources:token.once')}
      description={
        <Typography.Text className={styles.secret ?? ''} copyable={{ text: secret }} code>
          {secret}
        </Typography.Text>
      }
    />
  );
}
