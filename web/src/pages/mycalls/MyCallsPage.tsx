// An agent's own calls, found by time and heard where they stand.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Button, DatePicker, Table, type TableColumnsType } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callsQuery } from '../../api/calls';
import type { CallRow } from '../../api/types';
import { useMay, useMe } from '../../app/me';
import { oneOf, type Search } from '../../app/search';
import { Pager } from '../../components/Pager';
import { Duration } from '../../components/Duration';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { Time } from '../../components/Time';
import { ProposeDialog } from '../cases/ProposeDialog';
import { AskDialog, type Asking } from './AskDialog';
import { InlinePlayer } from './InlinePlayer';
import { OwnRequests } from './OwnRequests';
import { PlayToggle } from './PlayToggle';

export default function MyCallsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const search = useSearch({ from: '/shell/my-calls' });
  const navigate = useNavigate({ from: '/my-calls' });
  const show = (next: Search) => void navigate({ search: next });
  return (
    <>
      <PageHeader title={t('nav.my_calls')}>
        <Period search={search} onShow={show} />
      </PageHeader>
      {me.person_id === null ? (
        <Alert type="warning" showIcon title={t('feedback:calls.not_tied')} />
      ) : (
        <Calls search={search} onShow={show} />
      )}
    </>
  );
}

type Props = { search: Search; onShow: (search: Search) => void };

function Period({ search, onShow }: Props) {
  const { t } = useTranslation();
  const day = (value: string | undefined) => (value === undefined ? null : dayjs(value));
  return (
    <DatePicker.RangePicker
      aria-label={t('results:filter.period')}
      value={[day(oneOf(search.from)), day(oneOf(search.to))]}
      allowEmpty={[true, true]}
      placeholder={[t('feedback:calls.from'), t('feedback:calls.to')]}
      onChange={(_days, [from, to]) => {
        onShow({ from: from || undefined, to: to || undefined });
      }}
    />
  );
}

function Calls({ search, onShow }: Props) {
  const { t } = useTranslation();
  const [playing, setPlaying] = useState<string | null>(null);
  const { from, to, cursor } = search;
  const { data, error, isPending, refetch } = useQuery(callsQuery({ mine: true, from, to, cursor }));
  const toggle = (id: string) => {
    setPlaying((before) => (before === id ? null : id));
  };
  const [asking, setAsking] = useState<Asking | null>(null);
  const [proposed, setProposed] = useState<string | null>(null);
  const columns = useCallColumns(playing, toggle, setAsking, setProposed);
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (data?.items.length === 0 && from === undefined && to === undefined) {
    return <EmptyState title={t('feedback:calls.none')} hint={t('feedback:calls.none_hint')} />;
  }
  return (
    <>
      <Table
        size="small"
        rowKey="id"
        columns={columns}
        dataSource={data?.items ?? []}
        loading={isPending}
        pagination={false}
        locale={{ emptyText: t('feedback:calls.none_in_dates') }}
        expandable={{
          expandedRowKeys: playing === null ? [] : [playing],
          showExpandColumn: false,
          expandedRowRender: (call) => <InlinePlayer callId={call.id} />,
        }}
      />
      {data && <Pager search={search} next={data.next} onShow={onShow} />}
      <OwnRequests />
      {proposed !== null && (
        <ProposeDialog
          of={{ call_id: proposed }}
          kind="good"
          onClose={() => {
            setProposed(null);
          }}
        />
      )}
      {asking && (
        <AskDialog
          asking={asking}
          onClose={() => {
            setAsking(null);
          }}
        />
      )}
    </>
  );
}

function useCallColumns(
  playing: string | null,
  onToggle: (id: string) => void,
  onAsk: (asking: Asking) => void,
  onPropose: (call_id: string) => void,
): TableColumnsType<CallRow> {
  const { t } = useTranslation();
  const mayPropose = useMay('propose_cases');
  return [
    {
      title: <span className="visually-hidden">{t('feedback:calls.playback')}</span>,
      key: 'play',
      width: 44,
      render: (_, call) => (
        <PlayToggle
          call={call}
          isOpen={playing === call.id}
          onToggle={() => {
            onToggle(call.id);
          }}
        />
      ),
    },
    {
      title: t('feedback:calls.started'),
      key: 'started',
      render: (_, call) => <Time at={call.started_at} />,
    },
    {
      title: t('feedback:calls.length'),
      key: 'length',
      align: 'right',
      render: (_, call) => <Duration ms={call.duration_ms} />,
    },
    {
      title: t('feedback:calls.direction'),
      key: 'direction',
      render: (_, call) => call.direction && t(`feedback:calls.${call.direction}`),
    },
    { title: t('feedback:calls.queue'), key: 'queue', render: (_, call) => call.queue?.name },
    { title: t('feedback:calls.disposition'), key: 'disposition', render: (_, call) => call.disposition },
    {
      title: t('feedback:calls.transcript'),
      key: 'transcript',
      render: (_, call) => (
        <span className="muted">{t(`feedback:calls.transcript_state.${call.transcript}`)}</span>
      ),
    },
    {
      title: t('feedback:calls.scored'),
      key: 'scored',
      render: (_, call) => (call.evaluations > 0 ? t('feedback:calls.scored_yes') : null),
    },
    {
      title: <span className="visually-hidden">{t('requests:column.kind')}</span>,
      key: 'ask',
      align: 'right',
      render: (_, call) => {
        const kind = call.evaluations > 0 ? 'another_listener' : 'nomination';
        return (
          <>
            <Button
              size="small"
              onClick={() => {
                onAsk({ call, kind });
              }}
            >
              {t(kind === 'nomination' ? 'requests:ask.nominate' : 'requests:ask.another')}
            </Button>{' '}
            {mayPropose && call.recordings.length > 0 && (
              <Button
                size="small"
                onClick={() => {
                  onPropose(call.id);
                }}
              >
                {t('learning:nominate')}
              </Button>
            )}
          </>
        );
      },
    },
  ];
}
