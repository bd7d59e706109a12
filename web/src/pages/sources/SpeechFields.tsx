// What is known beforehand of what is said: languages, the script of Chinese, names; and what is otherwise in queues.
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Button, Input, Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { directoryQuery } from '../../api/directory';
import type { DocumentProblem } from '../../api/problem';
import type { ChineseScript, SpeechEngine } from '../../api/sources';
import type { FieldsProps } from './BasicFields';
import { Labelled } from './Labelled';
import { problemAt } from './problems';
import { LANGUAGES, newQueue, type QueueDraft, type SpeechDraft, type SpokenDraft } from './speech';
import styles from './sources.module.css';

const SCRIPTS: readonly ChineseScript[] = ['simplified', 'traditional'];

export function SpeechFields({ draft, problems, isReadOnly = false, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const { speech } = draft;
  const set = (change: Partial<SpeechDraft>) => {
    onChange({ speech: { ...speech, ...change } });
  };
  const setQueue = (key: number, change: Partial<QueueDraft>) => {
    set({ queues: speech.queues.map((queue) => (queue.key === key ? { ...queue, ...change } : queue)) });
  };
  return (
    <>
      <div className={styles.row}>
        <Spoken draft={speech} path="speech" problems={problems} isReadOnly={isReadOnly} onChange={set} />
        <Labelled
          name={t('sources:field.chinese')}
          hint={t('sources:hint.chinese')}
          problem={problemAt(problems, 'speech.chinese')}
        >
          {(id) => (
            <Select<ChineseScript>
              id={id}
              value={speech.chinese}
              disabled={isReadOnly}
              options={SCRIPTS.map((value) => ({ value, label: t(`sources:chinese.${value}`) }))}
              onChange={(chinese) => {
                set({ chinese });
              }}
            />
          )}
        </Labelled>
        <EngineField
          engine={speech.engine}
          problem={problemAt(problems, 'speech.engine')}
          isReadOnly={isReadOnly}
          onChange={(engine) => {
            set({ engine });
          }}
        />
      </div>
      {speech.queues.map((queue) => (
        <div key={queue.key} className={styles.queueRow}>
          <QueueName queue={queue} isReadOnly={isReadOnly} onChange={setQueue} />
          <Spoken
            draft={queue}
            isQueue
            path={`speech.queues.${queue.queue.trim()}`}
            problems={problems}
            isReadOnly={isReadOnly}
            onChange={(change) => {
              setQueue(queue.key, change);
            }}
          />
          {!isReadOnly && (
            <Button
              icon={<DeleteOutlined />}
              className={styles.beside}
              aria-label={t('sources:action.remove_queue', { queue: queue.queue })}
              onClick={() => {
                set({ queues: speech.queues.filter(({ key }) => key !== queue.key) });
              }}
            />
          )}
        </div>
      ))}
      {!isReadOnly && (
        <Button
          icon={<PlusOutlined />}
          onClick={() => {
            set({ queues: [...speech.queues, newQueue()] });
          }}
        >
          {t('sources:action.add_queue')}
        </Button>
      )}
    </>
  );
}

type EngineProps = {
  engine: SpeechEngine;
  problem: ReturnType<typeof problemAt>;
  isReadOnly: boolean;
  onChange: (engine: SpeechEngine) => void;
};

/** Where there is a choice: the server was built with several, or one is named that it does not have. */
function EngineField({ engine, problem, isReadOnly, onChange }: EngineProps) {
  const { t } = useTranslation();
  const built = useQuery(directoryQuery).data?.speech_engines ?? [];
  const engines = [...new Set([...built, engine])] as SpeechEngine[];
  if (engines.length < 2) return null;
  return (
    <Labelled name={t('sources:field.engine')} hint={t('sources:hint.engine')} problem={problem}>
      {(id) => (
        <Select<SpeechEngine>
          id={id}
          value={engine}
          disabled={isReadOnly}
          options={engines.map((value) => ({ value, label: t(`sources:engine.${value}`) }))}
          onChange={onChange}
        />
      )}
    </Labelled>
  );
}

type SpokenProps = {
  draft: SpokenDraft;
  path: string;
  problems: readonly DocumentProblem[];
  isReadOnly: boolean;
  /** What is empty is as in the source. */
  isQueue?: boolean;
  onChange: (change: Partial<SpokenDraft>) => void;
};

function Spoken({ draft, path, problems, isReadOnly, isQueue = false, onChange }: SpokenProps) {
  const { t, i18n } = useTranslation();
  const options = useMemo(() => {
    const names = new Intl.DisplayNames([i18n.language], { type: 'language', fallback: 'code' });
    return LANGUAGES.map((code) => ({ value: code, label: names.of(code) ?? code }));
  }, [i18n.language]);
  return (
    <>
      <Labelled
        name={t('sources:field.languages')}
        hint={isQueue ? null : t('sources:hint.languages')}
        problem={problemAt(problems, `${path}.languages`)}
      >
        {(id) => (
          <Select<string[]>
            id={id}
            mode="multiple"
            value={draft.languages}
            disabled={isReadOnly}
            options={options}
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={isQueue ? t('sources:as_above') : t('sources:languages_usual')}
            onChange={(languages) => {
              onChange({ languages });
            }}
          />
        )}
      </Labelled>
      <Labelled
        name={t('sources:field.vocabulary')}
        hint={isQueue ? null : t('sources:hint.vocabulary')}
        problem={problemAt(problems, `${path}.vocabulary`)}
      >
        {(id) => (
          <Input.TextArea
            id={id}
            value={draft.vocabulary}
            disabled={isReadOnly}
            placeholder={isQueue ? t('sources:as_above') : undefined}
            autoSize={{ minRows: 2, maxRows: 8 }}
            onChange={(event) => {
              onChange({ vocabulary: event.target.value });
            }}
          />
        )}
      </Labelled>
    </>
  );
}

type QueueNameProps = {
  queue: QueueDraft;
  isReadOnly: boolean;
  onChange: (key: number, change: Partial<QueueDraft>) => void;
};

function QueueName({ queue, isReadOnly, onChange }: QueueNameProps) {
  const { t } = useTranslation();
  const names = useQuery(directoryQuery).data?.queues.map(({ name }) => name) ?? [];
  return (
    <Labelled name={t('sources:field.in_queue')}>
      {(id) => (
        <AutoComplete
          id={id}
          value={queue.queue}
          disabled={isReadOnly}
          options={[...new Set(names)].map((value) => ({ value }))}
          showSearch={{ filterOption: true }}
          onChange={(name: string) => {
            onChange(queue.key, { queue: name });
          }}
        />
      )}
    </Labelled>
  );
}
