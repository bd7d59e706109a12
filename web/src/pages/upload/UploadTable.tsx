// The files: what is known of each, and how far it is.
import { DeleteOutlined } from '@ant-design/icons';
import { Button, Input, Select, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './upload.module.css';
import { DirectionSelect } from './FactsForm';
import { type Change, CHANNELS, type Facts, isOpen, type Upload } from './uploads';
import { UploadProgress } from './UploadProgress';

type Props = { uploads: readonly Upload[]; onChange: (change: Change) => void };

export function UploadTable({ uploads, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Table<Upload>
      className={styles.table ?? ''}
      rowKey="key"
      size="small"
      tableLayout="fixed"
      pagination={false}
      dataSource={uploads}
      columns={[
        { title: t('upload:column.file'), render: (_, upload) => <FileCell file={upload.file} /> },
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
          render: (_, upload) => <UploadProgress progress={upload.progress} />,
        },
        {
          title: <span className="visually-hidden">{t('upload:remove')}</span>,
          width: 44,
          render: (_, upload) =>
            isOpen(upload) && (
              <Button
                type="text"
                size="small"
                icon={<DeleteOutlined />}
                title={t('upload:remove')}
                aria-label={t('upload:remove_file', { file: upload.file.name })}
                onClick={() => {
                  onChange({ do: 'remove', key: upload.key });
                }}
              />
            ),
        },
      ]}
    />
  );
}

const KIB = 1024;

function FileCell({ file }: { file: File }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={styles.name}>{file.name}</div>
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
