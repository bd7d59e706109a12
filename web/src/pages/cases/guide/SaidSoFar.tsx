// What was said in a case up to where it stands: what comes later would give the next point away, and so would
// the rest of a line that is still being said.
import { useQuery } from '@tanstack/react-query';
import { Spin } from 'antd';
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { caseLinesQuery } from '../../../api/cases';
import type { Case } from '../../../api/caseShapes';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LineText } from '../../../player/LineText';
import { clock } from '../../../player/timeline';
import type { CallTransport } from '../../../player/transport';
import { lastBegun } from '../../../player/utterances';
import styles from './guide.module.css';
import { lastEdge, saidBy } from './saidBy';

type Props = {
  one: Case;
  transport: CallTransport;
  /** Whether nothing is left to be given away. */ isOpen: boolean;
};

/** Of a case's lines single words are doubted, or nothing. */
const HEARD = { confidence: 1, corrected: false };
const ROLES = ['agent', 'customer'] as const;

export function SaidSoFar({ one, transport, isOpen }: Props) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(caseLinesQuery(one.id));
  const lines = useMemo(
    () =>
      (data?.items ?? []).map((line) => ({
        ...line,
        start_ms: line.start_ms - one.start_ms,
        end_ms: line.end_ms - one.start_ms,
      })),
    [data, one.start_ms],
  );
  const edge = useSyncExternalStore(transport.onTime, () => lastEdge(lines, transport.position_ms));
  const heard = lastBegun(lines, edge);
  const readable = isOpen ? lines.map((line) => ({ line, isWhole: true })) : saidBy(lines, edge);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.children[heard]?.scrollIntoView({ block: 'nearest' });
  }, [heard]);
  return (
    <section className={styles.said} aria-labelledby="said-so-far">
      <h2 id="said-so-far">{t('guide:said.title')}</h2>
      {data?.is_poor && lines.length > 0 && (
        <p className={styles.poor} role="note">
          {t('guide:said.poor')}
        </p>
      )}
      {isPending && <Spin />}
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data && (lines.length === 0 || (heard < 0 && !isOpen)) && (
        <p className="muted">{t(lines.length === 0 ? 'guide:said.none' : 'guide:said.not_yet')}</p>
      )}
      <ol ref={list} tabIndex={-1}>
        {readable.map(({ line, isWhole }, place) => (
          <li key={`${line.channel} ${line.number}`} aria-current={place === heard || undefined}>
            <button
              type="button"
              onClick={() => {
                transport.seek(Math.max(line.start_ms, 0));
              }}
            >
              <span className="number muted">{clock(Math.max(line.start_ms, 0))}</span>{' '}
              <strong>{t(`player:lane.${ROLES.find((role) => role === line.role) ?? 'other'}`)}</strong>{' '}
              {isWhole ? <LineText line={{ ...line, ...HEARD }} /> : '…'}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
