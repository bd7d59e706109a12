// One line being corrected: its words, who says it, when; and what stood there before. Enter belongs to the
// input method: Ctrl+Enter saves, Esc leaves.
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Segmented } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { correctionsQuery, type Speaker } from '../../api/corrections';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Key } from '../../components/Key';
import { useInstant } from '../../components/Time';
import { hidesAnything } from '../hidden';
import type { Span } from '../passage';
import { clock } from '../timeline';
import type { SpokenLine } from '../utterances';
import { Change } from './Change';
import type { Correcting } from './useCorrecting';

const SPEAKERS: readonly Speaker[] = ['agent', 'customer', 'other'];

type Props = { line: SpokenLine; correcting: Correcting };

export function LineEditor({ line, correcting }: Props) {
  // While it is fetched with nothing hidden, there is nothing to correct yet.
  return hidesAnything(line.text) ? null : <Editor key={line.text} line={line} correcting={correcting} />;
}

function Editor({ line, correcting }: Props) {
  const { t } = useTranslation(['words', 'shell']);
  const [text, setText] = useState(line.text);
  const [speaker, setSpeaker] = useState<Speaker | null>(null);
  const [times, setTimes] = useState<Span | null>(null);
  const save = () => {
    const [words, said] = [text.trim(), speaker];
    if (words === line.text && said === null && times === null) correcting.leave();
    else
      correcting.save({
        ...(words !== line.text && { text: words }),
        ...(said !== null && { speaker: said }),
        ...times,
      });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const isDone = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    if (!isDone && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (isDone) save();
    else correcting.leave();
  };
  const known = SPEAKERS.find((one) => one === line.role);
  return (
    <div className="line-editor" onKeyDown={onKeyDown} role="group" aria-label={t('words:correct.title')}>
      <span className="muted number">{clock(line.start_ms)}</span>
      <Segmented<Speaker | ''>
        size="small"
        aria-label={t('words:correct.who')}
        value={speaker ?? known ?? ''}
        options={SPEAKERS.map((value) => ({ value, label: t(`words:correct.speaker.${value}`) }))}
        onChange={(value) => {
          if (value !== '') setSpeaker(value);
        }}
      />
      <Input.TextArea
        autoFocus
        size="small"
        value={text}
        maxLength={4_000}
        autoSize={{ minRows: 1, maxRows: 8 }}
        aria-label={t('words:correct.words')}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <div className="line-editor-bar">
        <span className="muted number">
          {clock((times ?? line.in_recording).start_ms)}–{clock((times ?? line.in_recording).end_ms)}
        </span>
        {(['start_ms', 'end_ms'] as const).map((edge) => (
          <Button
            key={edge}
            size="small"
            onClick={() => {
              const at = correcting.heardAt();
              if (at !== null) setTimes({ ...(times ?? line.in_recording), [edge]: at });
            }}
          >
            {t(`words:correct.${edge}`)}
          </Button>
        ))}
        <Button size="small" type="primary" loading={correcting.isSaving} onClick={save}>
          {t('shell:action.save')} <Key>{t('words:correct.save_key')}</Key>
        </Button>
        <Button size="small" onClick={correcting.leave}>
          {t('shell:action.cancel')} <Key>{t('words:correct.leave_key')}</Key>
        </Button>
      </div>
      {correcting.error && <ErrorNotice error={correcting.error} />}
      <Before line={line} correcting={correcting} />
    </div>
  );
}

/** What was heard, and every correction of the line that holds, the youngest first. */
function Before({ line, correcting }: Props) {
  const { t } = useTranslation('words');
  const instant = useInstant();
  const { data: held = [] } = useQuery({
    ...correctionsQuery(line.recording_id, { number: line.number }),
    enabled: line.corrected,
  });
  const heard = held.findLast((one) => one.text !== null)?.before;
  if (held.length === 0) return null;
  return (
    <div className="line-before">
      {heard !== undefined && (
        <p>
          <span className="muted">{t('correct.heard')}</span> {heard}
        </p>
      )}
      <ul>
        {held.map((one, place) => (
          <li key={one.id}>
            <span className="muted">
              {t('correct.by', { name: one.made_by?.name ?? '–', at: instant(one.made_at) })}
            </span>{' '}
            <Change correction={one} />{' '}
            {place === 0 && (
              <Button
                size="small"
                type="link"
                onClick={() => {
                  correcting.undo(line.recording_id, one.id);
                }}
              >
                {t('correct.undo')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
