// Chats, letters and e-mail: brought in here, found, and scored like calls.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, DatePicker, Select, Table, type TableColumnsType } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CHANNELS, type Contact, contactsQuery } from '../../api/contacts';
import { directoryQuery } from '../../api/directory';
import { useMay } from '../../app/me';
import { oneOf, type Search } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { loadingTable } from '../../components/loadingTable';
import { PageHeader } from '../../components/PageHeader';
import { Pager } from '../../components/Pager';
import { PersonName } from '../../components/PersonName';
import { Time, useInstant } from '../../components/Time';
import { AddDrawer } from './AddDrawer';
import { ScoreLink } from './ScoreLink';
import styles from '../sales/sales.module.css';

const FILTERS = ['channel', 'person', 'project', 'from', 'to'] as const;

export default function ContactsPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/shell/contacts' });
  const navigate = useNavigate({ from: '/contacts' });
  const mayAdd = useMay('score_calls');
  const [isAdding, setIsAdding] = useState(false);
  const filter = Object.fromEntries(FILTERS.map((name) => [name, oneOf(search[name])]));
  const { data, error, isPending, refetch } = useQuery(
    contactsQuery({ ...filter, cursor: oneOf(search.cursor) }),
  );
  const isFiltered = FILTERS.some((name) => filter[name] !== undefined);
  const show = (next: Search) => void navigate({ search: next });
  const columns = useColumns();
  return (
    <>
      <PageHeader title={t('contacts:page.title')} note={t('contacts:page.note')}>
        {mayAdd && (
          <Button
            type="primary"
            onClick={() => {
              setIsAdding(true);
            }}
          >
            {t('contacts:list.bring')}
          </Button>
        )}
      </PageHeader>
      <Filters filter={filter} onShow={show} />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 ? (
        isFiltered ? (
          <EmptyState title={t('contacts:list.none_found')}>
            <Button
              onClick={() => {
                show({});
              }}
            >
              {t('contacts:filter.clear')}
            </Button>
          </EmptyState>
        ) : (
          <EmptyState title={t('contacts:list.empty')} hint={mayAdd ? t('contacts:list.empty_hint') : ''} />
        )
      ) : (
        <Table
          size="small"
          rowKey="id"
          columns={columns}
          dataSource={data?.items ?? []}
          {...loadingTable(isPending)}
          pagination={false}
        />
      )}
      {data && <Pager search={search} next={data.next} onShow={show} />}
      {mayAdd && (
        <AddDrawer
          isOpen={isAdding}
          onClose={() => {
            setIsAdding(false);
          }}
        />
      )}
    </>
  );
}

type FilterProps = { filter: Record<string, string | undefined>; onShow: (search: Search) => void };

function Filters({ filter, onShow }: FilterProps) {
  const { t } = useTranslation();
  const directory = useQuery(directoryQuery).data;
  const set = (name: string) => (value: string | undefined) => {
    onShow({ ...filter, [name]: value });
  };
  const found = { showSearch: { optionFilterProp: 'label' }, allowClear: true } as const;
  const named = (all: readonly { id: string; name: string }[] | undefined) =>
    (all ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div className={styles.bar}>
      <Select
        allowClear
        aria-label={t('contacts:filter.channel')}
        placeholder={t('contacts:filter.channel')}
        value={filter.channel}
        popupMatchSelectWidth={false}
        options={CHANNELS.map((value) => ({ value, label: t(`contacts:channel.${value}`) }))}
        onChange={set('channel')}
      />
      <Select
        {...found}
        className={styles.choice ?? ''}
        aria-label={t('contacts:filter.person')}
        placeholder={t('contacts:filter.person')}
        value={filter.person}
        options={named(directory?.people)}
        onChange={set('person')}
      />
      <Select
        {...found}
        className={styles.choice ?? ''}
        aria-label={t('contacts:filter.project')}
        placeholder={t('contacts:filter.project')}
        value={filter.project}
        options={named(directory?.projects)}
        onChange={set('project')}
      />
      {(['from', 'to'] as const).map((name) => (
        <DatePicker
          key={name}
          aria-label={t(`contacts:filter.${name}`)}
          placeholder={t(`contacts:filter.${name}`)}
          value={filter[name] ? dayjs(filter[name]) : null}
          onChange={(day) => {
            set(name)(day?.format('YYYY-MM-DD'));
          }}
        />
      ))}
    </div>
  );
}

function useColumns(): TableColumnsType<Contact> {
  const { t } = useTranslation();
  return [
    { key: 'began', title: t('contacts:column.began'), render: (_, row) => <OpenLink row={row} /> },
    {
      key: 'channel',
      title: t('contacts:column.channel'),
      render: (_, row) => t(`contacts:channel.${row.channel}`),
    },
    {
      key: 'agent',
      title: t('contacts:column.agent'),
      render: (_, row) => <PersonName person={row.person} fallback={row.agent_name ?? row.agent} />,
    },
    { key: 'team', title: t('contacts:column.team'), render: (_, row) => row.team?.name },
    {
      key: 'project',
      title: t('contacts:column.project'),
      responsive: ['xl'],
      render: (_, row) => row.queue?.name ?? row.project?.name,
    },
    { key: 'customer', title: t('contacts:column.customer'), render: (_, row) => row.customer },
    {
      key: 'turns',
      title: t('contacts:column.turns'),
      align: 'right',
      render: (_, row) => <span className="number">{row.turns}</span>,
    },
    { key: 'mine', title: t('contacts:column.mine'), render: (_, row) => <ScoreLink contact={row} /> },
  ];
}

function OpenLink({ row }: { row: Contact }) {
  const { t } = useTranslation();
  const instant = useInstant();
  return (
    <Link
      to="/contacts/$contactId"
      params={{ contactId: row.id }}
      aria-label={t('contacts:list.open_of', { at: instant(row.began_at) })}
    >
      <Time at={row.began_at} />
    </Link>
  );
}
