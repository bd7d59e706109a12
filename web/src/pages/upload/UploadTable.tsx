// The files: what is known of each, and how far it is.
import { DeleteOutlined, PauseOutlined, PlayCircleOutlined, ReloadOutlined } from '@ant-design/icons';
import { Button, Input, Select, Table } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './upload.module.css';
import { DirectionSelect } from './FactsForm';
import type { UploadQueue } from './queue';
import { type Change, CHANNELS, type Facts, isOnItsWay, isOpen, type Upload } from './uploads';
import { UploadProgress } from './UploadProgress';

type Props = { uploads: readonly Upload[]; queue: UploadQueue };

/** How many rows stand on a page: each has fields to fill in. */
const ROWS = 50;

export function UploadTable({ uploads, queue }: Props) {
  const { t } = useTranslation();
  const onChange = queue.change;
  return (
    <Table<Upload>
      className={styles.table ?? ''}
      rowKey="key"
      size="small"
      tableLayout="fixed"
      pagination={{ pageSize: ROWS, hideOnSinglePage: true, showSizeChanger: false }}
      dataSource={uploads}
      columns={[
        { title: t('upload:column.file'), render: (_, upload) => <FileCell upload={upload} /> },
        {
          title: t('upload:fact.agent_id'),
          width: 90,
          render: (_, upload) => <TextCell upload={upload} field="agent_id" onChange={onChange} />,
        },
        {
          title: t('upload:fact.agent_name'),
          width: 110,
          render: (_, upload) => <TextCell upload={upload} field="agent_name" onChange={onChange} />,
        },
        {
          title: t('upload:fact.direction'),
          width: 112,
          render: (_, upload) =>
            isOpen(upload) ? (
              <DirectionSelect
                label={t('upload:fact.direction')}
                value={upload.facts.direction}
                onChange={(direction) => {
                  onChange({ do: 'describe', key: upload.key, facts: { direction } });
                }}
              />
            ) : (
              upload.facts.direction && t(`calls:direction.${upload.facts.direction}`)
            ),
        },
        {
          title: t('upload:fact.channels'),
          width: 150,
          render: (_, upload) => <ChannelsCell upload={upload} onChange={onChange} />,
        },
        {
          title: t('upload:column.progress'),
          width: '28%',
          render: (_, upload) => <UploadProgress upload={upload} />,
        },
        {
          title: <span className="visually-hidden">{t('upload:column.actions')}</span>,
          width: 76,
          render: (_, upload) => <Actions upload={upload} queue={queue} />,
        },
      ]}
    />
  );
}

function Actions({ upload, queue }: { upload: Upload; queue: UploadQueue }) {
  const { t } = useTranslation();
  const { key, progress, file } = upload;
  const action = (word: 'pause' | 'resume' | 'retry' | 'remove', icon: ReactNode, run: () => void) => (
    <Button
      type="text"
      size="small"
      icon={icon}
      title={t(`upload:${word}`)}
      aria-label={t(`upload:${word}_file`, { file: file.name })}
      onClick={run}
    />
  );
  const start = () => {
    queue.startOne(key);
  };
  return (
    <>
      {(isOnItsWay(upload) || progress.state === 'queued') &&
        action('pause', <PauseOutlined aria-hidden />, () => {
          queue.pauseOne(key);
        })}
      {progress.state === 'paused' && action('resume', <PlayCircleOutlined aria-hidden />, start)}
      {progress.state === 'refused' && action('retry', <ReloadOutlined aria-hidden />, start)}
      {progress.state !== 'sent' &&
        action('remove', <DeleteOutlined aria-hidden />, () => {
          queue.change({ do: 'remove', key });
        })}
    </>
  );
}

const KIB = 1024;

function FileCell({ upload: { file, path, sidecar } }: { upload: Upload }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={styles.name}>{path}</div>
      {sidecar && (
        <div className="muted">{t('upload:with_sidecar', { file: sidecar.name.split('/').at(-1) })}</div>
      )}
      <span className="number muted">
        {file.size < KIB * KIB
          ? t('upload:kib', { size: Math.ceil(file.size / KIB) })
          : t('upload:mib', { size: (file.size / KIB / KIB).toFixed(1) })}
      </span>
    </>
  );
}

type CellProps = { upload: Upload; onChange: (change: Change) => void };

function TextCell({ upload, field, onChange }: CellProps & { field: 'agent_id' | 'agent_name' }) {
  const { t } = useTranslation();
  if (!isOpen(upload)) return upload.facts[field];
  return (
    <Input
      aria-label={t(`upload:fact.${field}`)}
      value={upload.facts[field]}
      onChange={(event) => {
        const facts: Partial<Facts> = { [field]: event.target.value };
        onChange({ do: 'describe', key: upload.key, facts });
      }}
    />
  );
}

function ChannelsCell({ upload, onChange }: CellProps) {
  const { t } = useTranslation();
  if (!isOpen(upload)) return t(`upload:channels.${upload.facts.channels}`);
  return (
    <Select
      className={styles.wide ?? ''}
      aria-label={t('upload:fact.channels')}
      value={upload.facts.channels}
      options={CHANNELS.map((value) => ({ value, label: t(`upload:channels.${value}`) }))}
      onChange={(channels) => {
        onChange({ do: 'describe', key: upload.key, facts: { channels } });
      }}
    />
  );
}
