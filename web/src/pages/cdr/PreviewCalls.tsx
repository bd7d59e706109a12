// The second step: what each column means, how the first rows read, and which rows are left out.
import { Alert, Button, Select, Table, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CdrPreview } from '../../api/types';
import styles from './cdr.module.css';
import { type CdrRow, lengthOf, useRowWords } from './rowWords';

type Props = {
  preview: CdrPreview;
  source: string;
  isBusy: boolean;
  onColumns: (columns: Record<string, string>) => void;
  onEnter: () => void;
  onOtherFile: () => void;
};

export function PreviewCalls(props: Props) {
  const { preview, source, isBusy, onEnter, onOtherFile } = props;
  const { t } = useTranslation();
  const encoding = preview.encoding === 'xlsx' ? '.xlsx' : preview.encoding.toUpperCase();
  return (
    <>
      <div className={styles.summary}>
        <strong>{t('cdr:would_enter', { count: preview.fit, source })}</strong>
        <span className="muted">
          {t('cdr:of_which_known', { count: preview.known })} {t('cdr:read_as', { encoding })}
        </span>
        <span className={styles.spring} />
        <Button onClick={onOtherFile}>{t('cdr:other_file')}</Button>
        <Button
          type="primary"
          loading={isBusy}
          disabled={!preview.tells_calls_apart || preview.fit === 0}
          onClick={onEnter}
        >
          {t('cdr:enter', { count: preview.fit })}
        </Button>
      </div>
      {!preview.tells_calls_apart && (
        <Alert
          className={styles.notice ?? ''}
          type="error"
          showIcon
          title={t('codes:error.columns_missing')}
        />
      )}
      {preview.is_remembered && (
        <Alert className={styles.notice ?? ''} type="info" showIcon title={t('cdr:remembered')} />
      )}
      <ColumnChoices {...props} />
      <LeftOut preview={preview} />
      <h2>{t('cdr:first_rows')}</h2>
      <RowTable rows={preview.sample} />
    </>
  );
}

function ColumnChoices({ preview, isBusy, onColumns }: Props) {
  const { t } = useTranslation();
  const { columnName } = useRowWords();
  const options = [
    { value: '', label: t('cdr:no_column') },
    ...preview.known_columns.map((column) => ({ value: column, label: columnName(column) })),
  ];
  const headings = [...new Set(preview.headings)].filter((heading) => heading !== '');
  return (
    <section aria-label={t('cdr:columns')}>
      <h2>{t('cdr:columns')}</h2>
      <div className={styles.columns}>
        {headings.map((heading) => (
          <label key={heading} className={styles.column}>
            <span className={styles.heading} title={heading}>
              {heading}
            </span>
            <Select
              aria-label={t('cdr:column_of', { heading })}
              size="small"
              disabled={isBusy}
              value={preview.columns[heading] ?? ''}
              options={options}
              showSearch={{ optionFilterProp: 'label' }}
              onChange={(column: string) => {
                onColumns({ ...preview.columns, [heading]: column });
              }}
            />
          </label>
        ))}
      </div>
    </section>
  );
}

function LeftOut({ preview }: { preview: CdrPreview }) {
  const { t } = useTranslation();
  const leftOut = preview.rows - preview.fit;
  if (leftOut === 0) return null;
  return (
    <section aria-label={t('cdr:left_out', { count: leftOut })}>
      <h2>{t('cdr:left_out', { count: leftOut })}</h2>
      <p className="muted">{t('cdr:left_out_hint')}</p>
      <RowTable rows={preview.problems} withProblems />
    </section>
  );
}

function RowTable({ rows, withProblems = false }: { rows: CdrRow[]; withProblems?: boolean }) {
  const columns = useColumns(withProblems);
  return (
    <div className={styles.table}>
      <Table<CdrRow>
        rowKey="line"
        size="small"
        dataSource={rows}
        columns={columns}
        pagination={rows.length > 10 ? { pageSize: 10, size: 'small', showSizeChanger: false } : false}
      />
    </div>
  );
}

function useColumns(withProblems: boolean): TableColumnType<CdrRow>[] {
  const { t } = useTranslation();
  const { columnName, problemsOf } = useRowWords();
  const plain = (key: 'started_at' | 'agent' | 'customer_number' | 'disposition') => ({
    key,
    title: columnName(key),
    render: (_: unknown, row: CdrRow) => row[key]?.replace('T', ' ') ?? '',
  });
  const problems = {
    key: 'problems',
    title: t('cdr:problem_title'),
    render: (_: unknown, row: CdrRow) => (
      <ul>
        {problemsOf(row.problems).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    ),
  };
  return [
    {
      key: 'line',
      title: t('cdr:line'),
      width: 70,
      align: 'right',
      render: (_, { line }) => <span className="number">{line}</span>,
    },
    ...(withProblems ? [problems] : []),
    plain('started_at'),
    { key: 'duration', title: columnName('duration'), render: (_, row) => lengthOf(row.duration_ms) },
    plain('agent'),
    plain('customer_number'),
    {
      key: 'direction',
      title: columnName('direction'),
      render: (_, { direction }) =>
        direction === 'inbound' || direction === 'outbound' ? t(`calls:direction.${direction}`) : '',
    },
    plain('disposition'),
  ];
}
