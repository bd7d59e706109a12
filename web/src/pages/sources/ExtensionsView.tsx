// Which agent sat at an extension, and when: the list, and a table to put in its place.
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { extensionsQuery, putExtensions, type Seat } from '../../api/sources';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Labelled, ProblemText } from './Labelled';
import { problemsOf } from './problems';
import styles from './sources.module.css';
import { useSourceChange } from './useSourceChange';

type Props = { sourceId: string; mayManage: boolean };

export function ExtensionsView({ sourceId, mayManage }: Props) {
  const { t } = useTranslation();
  const [cursors, setCursors] = useState<string[]>([]);
  const { data, error, isPending, refetch } = useQuery(extensionsQuery(sourceId, cursors.at(-1)));
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <p className={styles.hint}>{t('sources:extensions.hint')}</p>
      <div className={styles.table}>
        <Table<Seat>
          rowKey={({ extension, agent, from }) => `${extension} ${agent} ${from ?? ''}`}
          size="small"
          loading={isPending}
          dataSource={data?.items ?? []}
          pagination={false}
          locale={{ emptyText: <span className="muted">{t('sources:extensions.none')}</span> }}
          columns={[
            { key: 'extension', title: t('sources:extensions.extension'), dataIndex: 'extension' },
            { key: 'agent', title: t('sources:extensions.agent'), dataIndex: 'agent' },
            {
              key: 'from',
              title: t('sources:extensions.from'),
              render: (_, { from }) => from ?? t('sources:extensions.ever'),
            },
            {
              key: 'until',
              title: t('sources:extensions.until'),
              render: (_, { until }) => until ?? t('sources:extensions.still'),
            },
          ]}
        />
      </div>
      <div className={styles.bar2}>
        <span className="muted number">{t('sources:extensions.total', { count: data?.total ?? 0 })}</span>
        {cursors.length > 0 && (
          <Button
            size="small"
            onClick={() => {
              setCursors(cursors.slice(0, -1));
            }}
          >
            {t('sources:extensions.back')}
          </Button>
        )}
        {data?.next && (
          <Button
            size="small"
            onClick={() => {
              if (data.next !== null) setCursors([...cursors, data.next]);
            }}
          >
            {t('sources:extensions.on')}
          </Button>
        )}
      </div>
      {mayManage && (
        <PasteTable
          sourceId={sourceId}
          onDone={() => {
            setCursors([]);
          }}
        />
      )}
    </>
  );
}

function PasteTable({ sourceId, onDone }: { sourceId: string; onDone: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const put = useSourceChange((table: string) => putExtensions(sourceId, table), {
    said: ({ lines }) => t('sources:extensions.stored', { count: lines }),
    onDone: () => {
      setText('');
      onDone();
    },
  });
  const problems = problemsOf(put.error);
  return (
    <section className={styles.section}>
      <h2>{t('sources:extensions.replace')}</h2>
      <Labelled name={t('sources:extensions.table')} hint={t('sources:extensions.table_hint')}>
        {(id) => (
          <Input.TextArea
            id={id}
            autoSize={{ minRows: 4, maxRows: 16 }}
            spellCheck={false}
            placeholder={'3201,A1007,2026-01-01,2026-06-30\n3201,A1008,2026-07-01'}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
            }}
          />
        )}
      </Labelled>
      <div className={styles.bar2}>
        <Button
          type="primary"
          disabled={text.trim() === ''}
          loading={put.isPending}
          onClick={() => {
            put.mutate(text);
          }}
        >
          {t('sources:extensions.put')}
        </Button>
        <label className={styles.file}>
          {t('sources:extensions.from_file')}
          <input
            type="file"
            accept=".csv,.txt,text/csv,text/plain"
            onChange={(event) => {
              void event.target.files?.[0]?.text().then(setText);
            }}
          />
        </label>
      </div>
      {put.error && <ErrorNotice error={put.error} />}
      <ul>
        {problems.map((problem) => (
          <li key={`${String(problem.line)} ${problem.code}`} className={styles.lineProblem}>
            <span className="muted">{t('sources:line', { line: problem.line })}</span>
            <ProblemText problem={problem} />
          </li>
        ))}
      </ul>
    </section>
  );
}
