// A new scorecard: from a template, as a copy of a card that is there, from a file, or blank. Rows of a
// spreadsheet are pasted into the blank one.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  beginCard,
  type CardDraft,
  cardsChanged,
  type Definition,
  readCard,
  templatesQuery,
} from '../../api/cards';
import type { Scorecard, Words } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';
import { useWorded } from '../../i18n/words';
import { useLanguage } from '../../app/preferences';
import styles from '../builder/builder.module.css';
import { CardFileField } from '../builder/CardFileField';
import { Field, KeyField, useUnreadText, WordsField } from '../builder/fields';
import { keyFrom } from './keyFrom';

type Props = { cards: Scorecard[]; isOpen: boolean; onClose: () => void };
type From = 'template' | 'copy' | 'file' | 'blank';

const WAYS: readonly From[] = ['template', 'copy', 'file', 'blank'];

export function NewCardDialog({ cards, isOpen, onClose }: Props) {
  const { t } = useTranslation();
  const worded = useWorded();
  const language = useLanguage();
  const navigate = useNavigate();
  const unreadText = useUnreadText();
  const templates = useQuery({ ...templatesQuery, enabled: isOpen }).data?.items ?? [];
  const [from, setFrom] = useState<From>('template');
  const [template, setTemplate] = useState<string | null>(null);
  const [copyOf, setCopyOf] = useState<string | null>(null);
  const [yaml, setYaml] = useState('');
  const [title, setTitle] = useState<Words | undefined>();
  const [typedKey, setTypedKey] = useState<string | null>(null);
  const [unread, setUnread] = useState<string | null>(null);
  const published = cards.filter((card) => card.versions[0]);
  const source = templates.find((one) => one.key === template);
  const suggested =
    from === 'template'
      ? (template ?? '')
      : from === 'copy'
        ? (published.find((card) => card.versions[0]?.id === copyOf)?.key ?? '')
        : from === 'file'
          ? (/^key:\s*["']?([a-z0-9_-]+)/m.exec(yaml)?.[1] ?? '')
          : keyFrom(title, language);
  const taken = cards.map(({ key }) => key);
  const key = typedKey ?? freeOf(suggested, taken);
  const body: { key: string; title?: Words; definition?: Definition; copy_of?: string } =
    from === 'template'
      ? { key, definition: source?.definition ?? {} }
      : from === 'copy'
        ? { key, copy_of: copyOf ?? '' }
        : { key, title: title ?? {} };
  const begin = useSaidChange(
    async (): Promise<CardDraft | null> => {
      if (from !== 'file') return beginCard(body);
      const read = await readCard({ yaml });
      const [problem] = read.problems;
      if (!read.definition) {
        setUnread(problem ? unreadText(problem) : '');
        return null;
      }
      return beginCard({ key, definition: read.definition });
    },
    cardsChanged,
    {
      onDone: (draft) => {
        if (!draft) return;
        void navigate({ to: '/scorecards/$scorecardId/build', params: { scorecardId: draft.scorecard_id } });
      },
    },
  );
  const isReady = {
    template: source !== undefined,
    copy: copyOf !== null,
    file: yaml.trim() !== '',
    blank: title !== undefined,
  }[from];
  return (
    <Modal
      open={isOpen}
      title={t('cards:new.title')}
      okText={t('cards:new.begin')}
      cancelText={t('action.cancel')}
      okButtonProps={{ disabled: !isReady || key === '' }}
      confirmLoading={begin.isPending}
      onOk={() => {
        begin.mutate(undefined);
      }}
      onCancel={onClose}
    >
      <Radio.Group
        aria-label={t('cards:new.from')}
        value={from}
        options={WAYS.map((value) => ({ value, label: t(`cards:new.way.${value}`) }))}
        onChange={({ target }) => {
          setFrom(target.value as From);
          setTypedKey(null);
        }}
      />
      <div className={styles.read}>
        {from === 'template' && (
          <Field label={t('cards:new.way.template')}>
            {(id) => (
              <Select
                id={id}
                value={template}
                options={templates.map((one) => ({
                  value: one.key,
                  label: worded(one.definition.title as Words),
                }))}
                onChange={setTemplate}
              />
            )}
          </Field>
        )}
        {from === 'copy' && (
          <Field label={t('cards:new.way.copy')}>
            {(id) => (
              <Select
                id={id}
                value={copyOf}
                options={published.map((card) => ({
                  value: card.versions[0]?.id ?? '',
                  label: `${worded(card.title) || card.key} (${String(card.versions[0]?.number)})`,
                }))}
                onChange={setCopyOf}
              />
            )}
          </Field>
        )}
        {from === 'file' && (
          <CardFileField
            yaml={yaml}
            onChange={(text) => {
              setYaml(text);
              setUnread(null);
            }}
          />
        )}
        {from === 'blank' && <WordsField label={t('cards:field.card')} words={title} onChange={setTitle} />}
      </div>
      <KeyField value={key} onChange={setTypedKey} />
      {unread !== null && <p className={styles.wrong}>{unread}</p>}
      {begin.error && <ErrorNotice error={begin.error} />}
    </Modal>
  );
}

/** The key, with a number behind it where it is taken. */
function freeOf(key: string, taken: readonly string[]): string {
  if (key === '' || !taken.includes(key)) return key;
  const numbers = Array.from({ length: taken.length + 1 }, (_, at) => `${key}-${String(at + 2)}`);
  return numbers.find((one) => !taken.includes(one)) ?? key;
}
