// The clips of calls that one hears: searched, narrowed, and heard where they stand.
import { CaretRightOutlined, CloseOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented, Table, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Clip } from '../../api/caseShapes';
import { clipsQuery, clipTagsQuery } from '../../api/clips';
import { oneOf, type Search } from '../../app/search';
import { Duration } from '../../components/Duration';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { FindField } from '../../components/FindField';
import { placeOf } from '../../components/flags/useFlags';
import { loadingTable } from '../../components/loadingTable';
import { PageHeader } from '../../components/PageHeader';
import { Pager } from '../../components/Pager';
import { TagPicker } from '../../components/TagPicker';
import { Time } from '../../components/Time';
import cases from '../cases/cases.module.css';
import { isNarrowed, narrowed, queryOf } from './filter';
import { HeardClip } from './HeardClip';

export default function ClipsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/clips' });
  const { data, error, isPending, refetch } = useQuery(clipsQuery(queryOf(search)));
  const [heard, setHeard] = useState<string | null>(null);
  const show = (next: Search) => void navigate({ to: '/clips', search: next });
  const narrow = (part: Search) => {
    show(narrowed(search, part));
  };
  const columns = useColumns(heard, setHeard, narrow);
  return (
    <>
      <PageHeader title={t('clips:page.title')} note={t('clips:page.note')} />
      <Filters search={search} onNarrow={narrow} />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 ? (
        <Nothing search={search} onShow={show} />
      ) : (
        <Table<Clip>
          rowKey="id"
          size="small"
          dataSource={data?.items ?? []}
          columns={columns}
          expandable={{
            showExpandColumn: false,
            expandedRowKeys: heard === null ? [] : [heard],
            expandedRowRender: (clip) => <HeardClip clip={clip} isLow />,
          }}
          {...loadingTable(isPending)}
          pagination={false}
        />
      )}
      {data && <Pager search={search} next={data.next} onShow={show} />}
    </>
  );
}

type FilterProps = { search: Search; onNarrow: (part: Search) => void };

function Filters({ search, onNarrow }: FilterProps) {
  const { t } = useTranslation();
  const tags = useQuery(clipTagsQuery).data?.items ?? [];
  return (
    <div className={cases.bar}>
      <FindField
        label={t('clips:filter.find')}
        value={oneOf(search.q)}
        className={cases.find}
        onFind={(q) => {
          onNarrow({ q });
        }}
      />
      <Segmented
        aria-label={t('clips:made_by')}
        value={oneOf(search.made_by) ?? 'all'}
        options={[
          { value: 'all', label: t('clips:filter.all') },
          { value: 'me', label: t('clips:filter.mine') },
        ]}
        onChange={(whose) => {
          onNarrow({ made_by: whose === 'me' ? 'me' : undefined });
        }}
      />
      <TagPicker
        tags={tags.map(({ tag }) => tag)}
        chosen={oneOf(search.tag)}
        onTag={(tag) => {
          onNarrow({ tag });
        }}
      />
      {oneOf(search.call_id) !== undefined && (
        <Button
          icon={<CloseOutlined aria-hidden />}
          iconPlacement="end"
          onClick={() => {
            onNarrow({ call_id: undefined });
          }}
        >
          {t('clips:filter.any_call')}
        </Button>
      )}
    </div>
  );
}

function Nothing({ search, onShow }: { search: Search; onShow: (search: Search) => void }) {
  const { t } = useTranslation();
  if (isNarrowed(search)) {
    return (
      <EmptyState title={t('clips:empty.narrowed')}>
        <Button
          onClick={() => {
            onShow({});
          }}
        >
          {t('cases:empty.widen')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={t('clips:empty.none')} hint={t('clips:make_hint')}>
      <Link to="/calls">{t('clips:empty.find_call')}</Link>
    </EmptyState>
  );
}

function useColumns(
  heard: string | null,
  onHear: (id: string | null) => void,
  onNarrow: (part: Search) => void,
): TableColumnType<Clip>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'play',
      width: 44,
      render: (_, { id, title }) => {
        const isHeard = id === heard;
        const word = t(isHeard ? 'clips:close' : 'clips:play', { title });
        return (
          <Button
            size="small"
            type="text"
            icon={isHeard ? <CloseOutlined /> : <CaretRightOutlined />}
            aria-label={word}
            aria-expanded={isHeard}
            title={word}
            onClick={() => {
              onHear(isHeard ? null : id);
            }}
          />
        );
      },
    },
    {
      key: 'title',
      title: t('clips:title'),
      render: (_, { id, title, note, tags }) => (
        <>
          <Link to="/clips/$clipId" params={{ clipId: id }} className={cases.words ?? ''}>
            {title}
          </Link>
          {note !== null && <div className={`muted ${cases.words ?? ''}`}>{note}</div>}
          <div className={cases.tags}>
            {tags.map((tag) => (
              <Button
                key={tag}
                type="link"
                size="small"
                className={cases.item ?? ''}
                title={t('clips:filter.by_tag', { tag })}
                onClick={() => {
                  onNarrow({ tag });
                }}
              >
                {tag}
              </Button>
            ))}
          </div>
        </>
      ),
    },
    {
      key: 'length',
      title: t('cases:column.length'),
      width: 80,
      align: 'right',
      render: (_, { start_ms, end_ms }) => <Duration ms={end_ms - start_ms} />,
    },
    {
      key: 'call',
      title: t('clips:of'),
      width: 170,
      render: (_, { call_id, start_ms, end_ms }) => (
        <>
          <Link to="/calls/$callId" params={{ callId: call_id }} className="number">
            {placeOf(start_ms, end_ms)}
          </Link>
          <div className={cases.tags}>
            <Button
              type="link"
              size="small"
              className={cases.item ?? ''}
              onClick={() => {
                onNarrow({ call_id });
              }}
            >
              {t('clips:filter.this_call')}
            </Button>
          </div>
        </>
      ),
    },
    {
      key: 'made',
      title: t('clips:made_by'),
      width: 170,
      render: (_, { made_by, made_at }) => (
        <>
          <div>{made_by.name}</div>
          <Time at={made_at} />
        </>
      ),
    },
  ];
}
