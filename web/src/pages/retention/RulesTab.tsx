// The rules that hold, and the way to new ones.
import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm, Table, type TableColumnType, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { retireRule, type Rule, rulesQuery } from '../../api/keeping';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useKeepingChange } from '../../components/keeping/useKeepingChange';
import { Time } from '../../components/Time';
import styles from './retention.module.css';
import { RuleDialog } from './RuleDialog';
import { useConditionWords, useKeepWords } from './ruleWords';

/** What the dialog is open for: a known rule, or a new one. */
type Asking = { known: Rule | null };

export function RulesTab() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(rulesQuery);
  const [asking, setAsking] = useState<Asking | null>(null);
  const columns = useColumns((known) => {
    setAsking({ known });
  });
  const rules = data?.items ?? [];
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  const make = (
    <Button
      type="primary"
      onClick={() => {
        setAsking({ known: null });
      }}
    >
      {t('keeping:rule.new')}
    </Button>
  );
  return (
    <>
      {!isPending && rules.length === 0 ? (
        <EmptyState title={t('keeping:rule.empty')} hint={t('keeping:rule.empty_hint')}>
          {make}
        </EmptyState>
      ) : (
        <>
          <div className={styles.bar}>
            {make}
            <span className="muted">{t('keeping:rule.quiet')}</span>
          </div>
          <div className={styles.table}>
            <Table<Rule>
              rowKey="id"
              size="small"
              dataSource={rules}
              columns={columns}
              loading={isPending}
              pagination={false}
            />
          </div>
        </>
      )}
      <RuleDialog
        key={asking?.known?.id ?? 'new'}
        known={asking?.known ?? null}
        isOpen={asking !== null}
        onClose={() => {
          setAsking(null);
        }}
      />
    </>
  );
}

function useColumns(onChange: (rule: Rule) => void): TableColumnType<Rule>[] {
  const { t } = useTranslation();
  const keepWords = useKeepWords();
  const conditionWords = useConditionWords();
  return [
    { key: 'name', title: t('keeping:rule.name'), render: (_, { text }) => <strong>{text.name}</strong> },
    {
      key: 'keeps',
      title: t('keeping:rule.keeps'),
      width: 130,
      render: (_, { text }) => <span className="number">{keepWords(text.keep_days)}</span>,
    },
    {
      key: 'about',
      title: t('keeping:rule.about'),
      render: (_, { text }) => (
        <span className={styles.words}>
          {conditionWords(text).map((words) => (
            <Tag key={words}>{words}</Tag>
          ))}
        </span>
      ),
    },
    {
      key: 'since',
      title: t('keeping:rule.since'),
      render: (_, { made_at, made_by, version }) => (
        <>
          <Time at={made_at} />{' '}
          <span className="muted">
            {made_by
              ? t('keeping:rule.made_by', { version, name: made_by.name })
              : t('keeping:rule.version', { version })}
          </span>
        </>
      ),
    },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('keeping:rule.actions')}</span>,
      width: 170,
      render: (_, rule) => <Actions rule={rule} onChange={onChange} />,
    },
  ];
}

function Actions({ rule, onChange }: { rule: Rule; onChange: (rule: Rule) => void }) {
  const { t } = useTranslation();
  const retire = useKeepingChange(retireRule, { said: () => t('keeping:rule.retired') });
  return (
    <div className={styles.actions}>
      {retire.error && <ErrorNotice error={retire.error} />}
      <Button
        size="small"
        onClick={() => {
          onChange(rule);
        }}
      >
        {t('keeping:rule.change')}
      </Button>
      <Popconfirm
        title={t('keeping:rule.retire_confirm', { name: rule.text.name })}
        okText={t('keeping:rule.retire')}
        cancelText={t('action.cancel')}
        onConfirm={() => {
          retire.mutate(rule.id);
        }}
      >
        <Button size="small">{t('keeping:rule.retire')}</Button>
      </Popconfirm>
    </div>
  );
}
