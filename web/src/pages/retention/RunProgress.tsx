// A run that is under way: how far it is, and the way to stop it.
import { useQueryClient } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { keepingChanged, type Run, stopRun } from '../../api/keeping';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useKeepingChange } from '../../components/keeping/useKeepingChange';
import styles from './retention.module.css';

export function RunProgress({ run, onEnd }: { run: Run; onEnd: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const stop = useKeepingChange(stopRun);
  // It disappears with the run: what is due is then another.
  useEffect(
    () => () => {
      onEnd();
      void keepingChanged(queryClient);
    },
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [run.id],
  );
  const percent = run.due > 0 ? Math.min(Math.floor((run.removed * 100) / run.due), 100) : 0;
  return (
    <div className={styles.preview} role="status">
      {stop.error && <ErrorNotice error={stop.error} />}
      <div className={styles.bar}>
        <span>{t('keeping:run.progress')}</span>
        <span className="number">{t('keeping:run.of', { removed: run.removed, due: run.due })}</span>
        <span className={styles.spring} />
        <Button
          size="small"
          loading={stop.isPending}
          onClick={() => {
            stop.mutate(run.id);
          }}
        >
          {t('keeping:run.stop')}
        </Button>
      </div>
      <Progress percent={percent} aria-label={t('keeping:run.progress')} />
    </div>
  );
}
