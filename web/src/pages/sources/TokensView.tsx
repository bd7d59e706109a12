// The tokens that a source sends calls with: made, shown once, taken back.
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Popconfirm, Table, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addToken, revokeToken, type SourceToken, tokensQuery } from '../../api/sources';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Time } from '../../components/Time';
import { Labelled } from './Labelled';
import { SecretBox } from './SecretBox';
import styles from './sources.module.css';
import { useSourceChange } from './useSourceChange';

export function TokensView({ sourceId }: { sourceId: string }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(tokensQuery(sourceId));
  const revoke = useSourceChange((tokenId: string) => revokeToken(sourceId, tokenId), {
    said: () => t('sources:token.revoked'),
  });
  const columns: TableColumnType<SourceToken>[] = [
    {
      key: 'name',
      title: t('sources:token.name'),
      render: (_, { name }) => name || <span className="muted">{t('sources:token.unnamed')}</span>,
    },
    { key: 'made', title: t('sources:token.made'), render: (_, token) => <Time at={token.created_at} /> },
    {
      key: 'used',
      title: t('sources:token.used'),
      render: (_, { used_at }) =>
        used_at === null ? <span className="muted">{t('sources:token.never')}</span> : <Time at={used_at} />,
    },
    {
      key: 'state',
      title: <span className="visually-hidden">{t('sources:token.revoke')}</span>,
      render: (_, { id, revoked_at }) =>
        revoked_at !== null ? (
          <span className="muted">
            {t('sources:token.was_revoked')} <Time at={revoked_at} />
          </span>
        ) : (
          <Popconfirm
            title={t('sources:confirm.revoke')}
            okText={t('sources:token.revoke')}
            cancelText={t('action.cancel')}
            onConfirm={() => {
              revoke.mutate(id);
            }}
          >
            <Button size="small">{t('sources:token.revoke')}</Button>
          </Popconfirm>
        ),
    },
  ];
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <NewToken sourceId={sourceId} />
      {revoke.error && <ErrorNotice error={revoke.error} />}
      <div className={styles.table}>
        <Table<SourceToken>
          rowKey="id"
          size="small"
          loading={isPending}
          dataSource={data?.items ?? []}
          columns={columns}
          pagination={false}
          locale={{ emptyText: <span className="muted">{t('sources:token.none')}</span> }}
          rowClassName={({ revoked_at }) => (revoked_at === null ? '' : (styles.gone ?? ''))}
        />
      </div>
    </>
  );
}

function NewToken({ sourceId }: { sourceId: string }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const make = useSourceChange((called: string) => addToken(sourceId, called), {
    onDone: () => {
      setName('');
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate(name);
      }}
    >
      <div className={styles.bar2}>
        <Labelled name={t('sources:token.new_name')}>
          {(id) => (
            <Input
              id={id}
              value={name}
              maxLength={200}
              placeholder={t('sources:token.name_example')}
              onChange={(event) => {
                setName(event.target.value);
              }}
            />
          )}
        </Labelled>
        <Button htmlType="submit" type="primary" disabled={name.trim() === ''} loading={make.isPending}>
          {t('sources:token.make')}
        </Button>
      </div>
      {make.error && <ErrorNotice error={make.error} />}
      {make.data && <SecretBox secret={make.data.secret} />}
    </form>
  );
}
