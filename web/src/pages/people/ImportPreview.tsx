// The second step: what each row would do, and what is wrong with it.
import { Alert, Button, Segmented, Table, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../api/types';
import { EmptyState } from '../../components/EmptyState';
import { actionsIn, type ImportAction, type ImportRow, toneOfAction } from './importRows';
import styles from './people.module.css';
import { useRowWords } from './useRowWords';

type Props = { report: ImportReport; isBusy: boolean; onEnter: () => void; onOtherFile: () => void };

/** As high as the window leaves: only the rows in sight are drawn. */
const TABLE_HEIGHT = 460;

export function ImportPreview({ report, isBusy, onEnter, onOtherFile }: Props) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<ImportAction | 'all'>(report.errors > 0 ? 'error' : 'all');
  const columns = useColumns();
  const toEnter = report.add + report.change;
  const rows = report.rows.filter((row) => shown === 'all' || row.action === shown);
  const otherFile = <Button onClick={onOtherFile}>{t('people:import.other_file')}</Button>;
  if (report.rows.length === 0) {
    return <EmptyState title={t('people:import.empty')}>{otherFile}</EmptyState>;
  }
  return (
    <>
      <Notices report={report} />
      <div className={styles.summary}>
        <Segmented<ImportAction | 'all'>
          aria-label={t('people:import.which_rows')}
          value={shown}
          onChange={setShown}
          options={[
            { value: 'all', label: t('people:import.all_rows') },
            ...actionsIn(report).map(({ action, count }) => ({
              value: action,
              label: t(`people:import.summary_${action === 'error' ? 'errors' : action}`, { count }),
            })),
          ]}
        />
        <span className={styles.spring} />
        {otherFile}
        <Button
          type="primary"
          disabled={report.errors > 0 || toEnter === 0}
          loading={isBusy}
          onClick={onEnter}
        >
          {t('people:import.enter', { count: toEnter })}
        </Button>
      </div>
      <Table<ImportRow>
        virtual
        rowKey="line"
        size="small"
        dataSource={rows}
        columns={columns}
        pagination={false}
        scroll={{ y: TABLE_HEIGHT, x: 820 }}
      />
    </>
  );
}

function Notices({ report }: { report: ImportReport }) {
  const { t } = useTranslation();
  const encoding = report.encoding === 'xlsx' ? '.xlsx' : report.encoding.toUpperCase();
  const unknown = report.unknown_columns.join(t('people:import.list_mark'));
  return (
    <>
      {report.errors > 0 && (
        <Alert className={styles.notice ?? ''} type="error" showIcon title={t('people:import.has_errors')} />
      )}
      {report.errors === 0 && report.add + report.change === 0 && (
        <Alert className={styles.notice ?? ''} type="info" showIcon title={t('people:import.nothing_new')} />
      )}
      <p className={styles.hint}>
        {t('people:import.read_as', { encoding })}{' '}
        {unknown && t('people:import.unknown_columns', { columns: unknown })}
      </p>
    </>
  );
}

function useColumns(): TableColumnType<ImportRow>[] {
  const { t } = useTranslation();
  const words = useRowWords();
  return [
    {
      key: 'line',
      title: t('people:field.line'),
      width: 70,
      align: 'right',
      render: (_, { line }) => <span className="number">{line}</span>,
    },
    { key: 'name', title: t('people:field.name'), width: 150, render: (_, { name }) => name },
    {
      key: 'staff_number',
      title: t('people:field.staff_number'),
      width: 120,
      render: (_, { staff_number }) => <span className="number">{staff_number}</span>,
    },
    {
      key: 'action',
      title: t('people:field.action'),
      width: 140,
      render: (_, { action }) => (
        <span className={`tone tone-${toneOfAction(action)}`}>{t(`people:import.action.${action}`)}</span>
      ),
    },
    {
      key: 'detail',
      title: t('people:field.detail'),
      render: (_, row) => (
        <ul>
          {words(row).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ),
    },
  ];
}
