// The third step: how far the rows are, a way to stop, and what came of them.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button, Progress } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { cdrImportQuery, isUnderWay, stopCdrImport } from '../../api/cdrImports';
import type { CdrImport } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import styles from './cdr.module.css';
import { useRowWords } from './rowWords';

type Props = { begun: CdrImport; onAnother: () => void };

const TONES = { done: 'success', stopped: 'warning', failed: 'error' } as const;

export function ImportOutcome({ begun, onAnother }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const following = useQuery(cdrImportQuery(begun.id));
  const stopping = useMutation({
    mutationFn: () => stopCdrImport(begun.id),
    onSuccess: (now) => {
      client.setQueryData(cdrImportQuery(begun.id).queryKey, now);
    },
  });
  const now = following.data ?? begun;
  const runs = isUnderWay(now);
  useEffect(() => {
    if (!runs) void client.invalidateQueries({ queryKey: ['calls'] });
  }, [client, runs]);
  const percent = now.rows === 0 ? 100 : Math.floor((now.done / now.rows) * 100);
  const tone = now.state === 'done' || now.state === 'stopped' || now.state === 'failed' ? now.state : null;
  return (
    <section aria-live="polite" aria-label={t('cdr:step_enter')}>
      <Progress
        percent={percent}
        status={now.state === 'failed' ? 'exception' : runs ? 'active' : 'normal'}
      />
      <p>{t('cdr:progress', { done: now.done, rows: now.rows })}</p>
      {following.error && <ErrorNotice error={following.error} />}
      {stopping.error && <ErrorNotice error={stopping.error} />}
      {runs && (
        <Button
          disabled={now.state === 'stopping'}
          loading={stopping.isPending}
          onClick={() => {
            stopping.mutate();
          }}
        >
          {t(now.state === 'stopping' ? 'cdr:stopping' : 'cdr:stop')}
        </Button>
      )}
      {tone && (
        <>
          <Alert className={styles.notice ?? ''} type={TONES[tone]} showIcon title={t(`cdr:ended.${tone}`)} />
          <Counts now={now} />
          <Refused now={now} />
          <div className={styles.summary}>
            <Link to="/calls">
              <Button type="primary" tabIndex={-1}>
                {t('cdr:show_calls')}
              </Button>
            </Link>
            <Button onClick={onAnother}>{t('cdr:another')}</Button>
          </div>
        </>
      )}
    </section>
  );
}

function Counts({ now }: { now: CdrImport }) {
  const { t } = useTranslation();
  return (
    <dl className={styles.counts}>
      {(['added', 'changed', 'same', 'refused'] as const).map((kind) => (
        <div key={kind}>
          <dt>{t(`cdr:count.${kind}`)}</dt>
          <dd className="number">{now[kind]}</dd>
        </div>
      ))}
    </dl>
  );
}

function Refused({ now }: { now: CdrImport }) {
  const { t } = useTranslation();
  const { problemsOf } = useRowWords();
  const { problems } = now;
  if (problems.length === 0) return null;
  return (
    <>
      <h2>{t('cdr:left_out', { count: now.refused })}</h2>
      <ul className={styles.problems}>
        {problems.map((problem) => (
          <li key={problem.line}>
            {t('cdr:line_number', { line: problem.line })} {problemsOf([problem]).join()}
          </li>
        ))}
      </ul>
    </>
  );
}
