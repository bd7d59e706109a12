// Playlists: cases in an order, to be given together.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Form, Input, Modal, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { casesChanged, casesQuery } from '../../api/cases';
import type { Playlist } from '../../api/caseShapes';
import { deletePlaylist, playlistsQuery, savePlaylist } from '../../api/learning';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';
import { Part } from './DeskPage';
import styles from './desk.module.css';

const NAME_MOST = 200;
/** As the server has it. */
const CASES_MOST = 50;
/** How many cases are offered: a page of the shelves, the last changed first. */
const OFFERED_MOST = 200;

export function PlaylistsPart() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(playlistsQuery);
  const [editing, setEditing] = useState<Playlist | 'new' | null>(null);
  const remove = useSaidChange(deletePlaylist, casesChanged, { said: () => t('learning:playlist.removed') });
  return (
    <Part title={t('learning:playlist.title')} count={data?.total}>
      {(error ?? remove.error) && (
        <ErrorNotice error={error ?? remove.error} onRetry={() => void refetch()} />
      )}
      {data?.items.length === 0 && <p className="muted">{t('learning:playlist.none')}</p>}
      <ul>
        {data?.items.map((one) => (
          <li key={one.id} className={styles.row}>
            <Link to="/playlists/$playlistId" params={{ playlistId: one.id }}>
              {one.name}
            </Link>{' '}
            <span className="muted">
              {t('learning:playlist.cases', { count: one.cases.length })} · {one.made_by.name}
            </span>{' '}
            <Button
              size="small"
              type="link"
              onClick={() => {
                setEditing(one);
              }}
            >
              {t('learning:playlist.change')}
            </Button>
            <Popconfirm
              title={t('learning:playlist.remove_confirm')}
              okText={t('action.delete')}
              cancelText={t('action.cancel')}
              onConfirm={() => {
                remove.mutate(one.id);
              }}
            >
              <Button size="small" type="link">
                {t('action.delete')}
              </Button>
            </Popconfirm>
          </li>
        ))}
      </ul>
      <Button
        size="small"
        onClick={() => {
          setEditing('new');
        }}
      >
        {t('learning:playlist.new')}
      </Button>
      {editing !== null && (
        <PlaylistDialog
          known={editing === 'new' ? null : editing}
          onClose={() => {
            setEditing(null);
          }}
        />
      )}
    </Part>
  );
}

type Fields = { name: string; cases: string[] };

function PlaylistDialog({ known, onClose }: { known: Playlist | null; onClose: () => void }) {
  const { t } = useTranslation();
  const cases = useQuery(casesQuery({ state: 'shelved', limit: OFFERED_MOST }));
  const save = useSaidChange(
    ({ name, cases: chosen }: Fields) =>
      savePlaylist({ id: known?.id ?? null, name: name.trim(), case_ids: chosen }),
    casesChanged,
    { said: () => t('learning:playlist.saved'), onDone: onClose },
  );
  const offered = new Map([
    ...(known?.cases ?? []).map(({ id, teaching_line }): [string, string] => [id, teaching_line]),
    ...(cases.data?.items ?? []).map(({ id, teaching_line }): [string, string] => [id, teaching_line]),
  ]);
  const error = save.error ?? cases.error;
  return (
    <Modal
      open
      footer={null}
      onCancel={onClose}
      destroyOnHidden
      title={t(known ? 'learning:playlist.change' : 'learning:playlist.new')}
    >
      {error && <ErrorNotice error={error} />}
      <Form<Fields>
        layout="vertical"
        initialValues={{ name: known?.name ?? '', cases: known?.cases.map(({ id }) => id) ?? [] }}
        onFinish={(fields) => {
          save.mutate(fields);
        }}
      >
        <Form.Item
          name="name"
          label={t('learning:playlist.name')}
          rules={[{ required: true, whitespace: true, message: t('field.required') }]}
        >
          <Input autoFocus maxLength={NAME_MOST} />
        </Form.Item>
        <Form.Item
          name="cases"
          label={t('nav.cases')}
          extra={t('learning:playlist.order', { most: CASES_MOST })}
          rules={[{ required: true, message: t('field.required') }]}
        >
          <Select
            mode="multiple"
            maxCount={CASES_MOST}
            showSearch={{ optionFilterProp: 'label' }}
            options={[...offered].map(([value, label]) => ({ value, label }))}
          />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={save.isPending}>
          {t('action.save')}
        </Button>
      </Form>
    </Modal>
  );
}
