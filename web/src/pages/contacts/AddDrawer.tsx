// A chat, a letter or an e-mail is brought in: pasted, or read out of a file.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, DatePicker, Drawer, Input, Segmented, Select, Upload } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addContact, beginText, type Channel, CHANNELS, type NewContact } from '../../api/contacts';
import { directoryQuery } from '../../api/directory';
import { problemFrom } from '../../api/problem';
import { ErrorNotice } from '../../components/ErrorNotice';
import { agentOptions } from '../../components/agentOptions';
import { useCoded } from '../../i18n/words';
import { type ReadFile, readTextFile, TEXT_MOST } from './textFile';
import styles from './contacts.module.css';

type Props = { isOpen: boolean; onClose: () => void };

export function AddDrawer({ isOpen, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Drawer open={isOpen} onClose={onClose} size={560} title={t('contacts:add.title')} destroyOnHidden>
      <AddForm onClose={onClose} />
    </Drawer>
  );
}

interface Draft {
  agent: string | null;
  channel: Channel;
  queue: string | null;
  project: string | null;
  customer: string;
  began: Dayjs | null;
  text: string;
  file: ReadFile | null;
}

const EMPTY: Draft = {
  agent: null,
  channel: 'chat',
  queue: null,
  project: null,
  customer: '',
  began: null,
  text: '',
  file: null,
};

function AddForm({ onClose }: Pick<Props, 'onClose'>) {
  const { t } = useTranslation();
  const directory = useQuery(directoryQuery).data;
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const add = useAdd(onClose);
  const set = (part: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...part }));
  };
  const found = { showSearch: { optionFilterProp: 'label' }, popupMatchSelectWidth: false } as const;
  const named = (all: readonly { id: string; name: string }[] | undefined) =>
    (all ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const isReady = draft.agent !== null && draft.text.trim() !== '' && draft.text.length <= TEXT_MOST;
  const send = (scores: boolean) => {
    if (draft.agent !== null) add.mutate({ contact: newContact(draft, draft.agent), scores });
  };
  return (
    <div className={styles.form}>
      <Select
        {...found}
        aria-label={t('contacts:add.agent')}
        placeholder={t('contacts:add.agent')}
        value={draft.agent}
        options={agentOptions(directory)}
        onChange={(agent) => {
          set({ agent });
        }}
      />
      <Segmented
        aria-label={t('contacts:add.channel')}
        value={draft.channel}
        options={CHANNELS.map((value) => ({ value, label: t(`contacts:channel.${value}`) }))}
        onChange={(channel) => {
          set({ channel });
        }}
      />
      <div className={styles.pair}>
        <Select
          {...found}
          allowClear
          aria-label={t('contacts:add.queue')}
          placeholder={t('contacts:add.queue')}
          value={draft.queue}
          options={named(directory?.queues)}
          onChange={(queue: string | undefined) => {
            set({ queue: queue ?? null });
          }}
        />
        <Select
          {...found}
          allowClear
          aria-label={t('contacts:add.project')}
          placeholder={t('contacts:add.project')}
          value={draft.project}
          options={named(directory?.projects)}
          onChange={(project: string | undefined) => {
            set({ project: project ?? null });
          }}
        />
      </div>
      <Input
        aria-label={t('contacts:add.customer')}
        placeholder={t('contacts:add.customer')}
        value={draft.customer}
        maxLength={200}
        onChange={(event) => {
          set({ customer: event.target.value });
        }}
      />
      <DatePicker
        showTime={{ format: 'HH:mm' }}
        aria-label={t('contacts:add.began')}
        placeholder={t('contacts:add.began')}
        value={draft.began}
        onChange={(began) => {
          set({ began });
        }}
      />
      <FileChoice
        file={draft.file}
        onRead={(file) => {
          set({ file, text: file.text });
        }}
      />
      <Input.TextArea
        aria-label={t('contacts:add.text')}
        placeholder={t('contacts:add.placeholder')}
        value={draft.text}
        autoSize={{ minRows: 10, maxRows: 24 }}
        onChange={(event) => {
          set({ text: event.target.value });
        }}
      />
      {draft.text.length > TEXT_MOST && (
        <p role="alert">{t('contacts:add.file_large', { most: TEXT_MOST })}</p>
      )}
      <div className={styles.actions}>
        <Button
          type="primary"
          disabled={!isReady}
          loading={add.isPending}
          onClick={() => {
            send(true);
          }}
        >
          {t('contacts:add.save')}
        </Button>
        <Button
          disabled={!isReady || add.isPending}
          onClick={() => {
            send(false);
          }}
        >
          {t('contacts:add.only_save')}
        </Button>
      </div>
      {add.error && <Refused error={add.error} />}
    </div>
  );
}

function newContact(draft: Draft, agent_id: string): NewContact {
  return {
    agent_id,
    channel: draft.channel,
    queue_id: draft.queue,
    project_id: draft.project,
    customer: draft.customer.trim() === '' ? null : draft.customer.trim(),
    began_at: draft.began?.toISOString() ?? null,
    format: draft.file?.format ?? 'text',
    text: draft.text,
  };
}

function useAdd(onClose: () => void) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ contact, scores }: { contact: NewContact; scores: boolean }) => {
      const added = await addContact(contact);
      return { id: added.contact.id, evaluation: scores ? await beginText(added.contact.id) : null };
    },
    onSuccess: async ({ id, evaluation }) => {
      void queries.invalidateQueries({ queryKey: ['contacts'] });
      onClose();
      await (evaluation
        ? navigate({ to: '/review/$evaluationId', params: { evaluationId: evaluation.id } })
        : navigate({ to: '/contacts/$contactId', params: { contactId: id } }));
    },
  });
}

type FileProps = { file: ReadFile | null; onRead: (file: ReadFile) => void };

function FileChoice({ file, onRead }: FileProps) {
  const { t } = useTranslation();
  const read = useMutation({ mutationFn: readTextFile, onSuccess: onRead });
  return (
    <div className={styles.file}>
      <Upload
        accept=".txt,.csv,.tsv,.json,.eml"
        showUploadList={false}
        beforeUpload={(chosen) => {
          read.mutate(chosen);
          return false;
        }}
      >
        <Button loading={read.isPending}>{t('contacts:add.file')}</Button>
      </Upload>
      <span className="muted">
        {file ? t('contacts:add.file_chosen', { name: file.name }) : t('contacts:add.file_hint')}
      </span>
      {read.error && <p role="alert">{t('contacts:add.file_unread')}</p>}
    </div>
  );
}

const SHOWN_MOST = 20;

/** Why it was refused; rows by their numbers. */
function Refused({ error }: { error: Error }) {
  const { t } = useTranslation();
  const coded = useCoded();
  const { problems } = problemFrom(error);
  return (
    <>
      <ErrorNotice error={error} />
      <ul>
        {problems.slice(0, SHOWN_MOST).map(({ line, code }) => (
          <li key={`${line} ${code}`}>
            {t('contacts:add.row', { row: line, problem: coded('error', code) })}
          </li>
        ))}
        {problems.length > SHOWN_MOST && (
          <li>{t('contacts:add.more', { count: problems.length - SHOWN_MOST })}</li>
        )}
      </ul>
    </>
  );
}
