import { Link } from '@tanstack/react-router';
import { Button, Popconfirm, Table, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { matchAgent, unmatchAgent } from '../../api/people';
import type { AgentRow } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { loadingTable } from '../../components/loadingTable';
import styles from './people.module.css';
import { PersonChooser } from './PersonChooser';
import { useChange } from './useChange';

/** One row an agent: who it is, or who it may be. */
export function AgentsTable({ agents, isLoading }: { agents: AgentRow[]; isLoading: boolean }) {
  const { t } = useTranslation();
  const columns: TableColumnType<AgentRow>[] = [
    {
      key: 'agent_id',
      title: t('people:field.agent_id'),
      render: (_, { external_id }) => <strong className="number">{external_id}</strong>,
    },
    { key: 'name', title: t('people:field.agent_name'), render: (_, { name }) => name },
    { key: 'source', title: t('people:field.source'), render: (_, { source }) => source },
    {
      key: 'calls',
      title: t('people:field.calls'),
      align: 'right',
      width: 90,
      render: (_, { id, calls }) => (
        <Link to="/calls" search={{ agent: id }} className="number">
          {calls}
        </Link>
      ),
    },
    {
      key: 'person',
      title: t('people:field.person'),
      width: 470,
      render: (_, agent) => (agent.person === null ? <Matching agent={agent} /> : <Matched agent={agent} />),
    },
  ];
  return (
    <div className={styles.table}>
      <Table<AgentRow>
        rowKey="id"
        size="small"
        dataSource={agents}
        columns={columns}
        {...loadingTable(isLoading)}
        pagination={false}
      />
    </div>
  );
}

function Matching({ agent }: { agent: AgentRow }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string>();
  const match = useChange((personId: string) => matchAgent(agent.id, personId), {
    said: t('people:agents.done'),
  });
  const suggestion = agent.suggestion;
  return (
    <div className={styles.matching}>
      {match.error && <ErrorNotice error={match.error} />}
      {suggestion && (
        <Button
          type="primary"
          size="small"
          title={t('people:hint.suggested')}
          loading={match.isPending}
          onClick={() => {
            match.mutate(suggestion.id);
          }}
        >
          {t('people:agents.is', { name: suggestion.name })}
        </Button>
      )}
      <PersonChooser value={chosen} onChoose={setChosen} />
      {chosen !== undefined && (
        <Button
          size="small"
          loading={match.isPending}
          onClick={() => {
            match.mutate(chosen);
          }}
        >
          {t('people:agents.match')}
        </Button>
      )}
    </div>
  );
}

function Matched({ agent }: { agent: AgentRow }) {
  const { t } = useTranslation();
  const unmatch = useChange(unmatchAgent);
  return (
    <div className={styles.matching}>
      {unmatch.error && <ErrorNotice error={unmatch.error} />}
      {agent.person && (
        <Link to="/people" search={{ person: agent.person.id }}>
          {agent.person.name}
        </Link>
      )}
      <span className={styles.spring} />
      <Popconfirm
        title={t('people:confirm.unmatch')}
        okText={t('people:agents.unmatch')}
        cancelText={t('action.cancel')}
        onConfirm={() => {
          unmatch.mutate(agent.id);
        }}
      >
        <Button size="small" loading={unmatch.isPending}>
          {t('people:agents.unmatch')}
        </Button>
      </Popconfirm>
    </div>
  );
}
