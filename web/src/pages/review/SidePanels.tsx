// What stands beside the score sheet: transcript, notes, the call. On a small screen one at a time.
import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call, Evaluation, Note } from '../../api/types';
import { ClipsSection } from '../../components/clips/ClipsSection';
import { FlagsSection } from '../../components/flags/FlagsSection';
import type { Flags } from '../../components/flags/useFlags';
import { TranscriptPane } from '../../player/TranscriptPane';
import { TranscriptFiles } from '../../player/TranscriptFiles';
import type { CallWords } from '../../player/useCallWords';
import type { Marks } from '../../player/useMarks';
import type { Playback } from '../../player/usePlayback';
import type { WordSearch } from '../../player/useWordSearch';
import type { Spot } from '../../text/turns';
import { type TextPin, TextView } from '../../text/TextView';
import { AnswersPanel } from './AnswersPanel';
import { CallPanel } from './CallPanel';
import { HistoryPanel } from './HistoryPanel';
import { type NoteActions, NotesPanel } from './NotesPanel';
import { isUntied } from './recorded';
import type { TurnMarks } from './useTurnMarks';
import type { ChangeView, Panel, ReviewView } from './useView';

type Props = {
  evaluation: Evaluation;
  call: Call | undefined;
  playback: Playback;
  words: CallWords;
  search: WordSearch;
  notes: readonly Note[];
  actions: NoteActions;
  flags: Flags;
  marks: Marks;
  view: ReviewView;
  changeView: ChangeView;
  /** Where one is in the text, where there is one instead of a call. */
  turns: TurnMarks | null;
  textPins: readonly TextPin[];
  onPlay: (spot: Spot) => void;
  isNarrow: boolean;
  /** Whether every item is answered. */
  isComplete: boolean;
};

export function SidePanels(props: Props) {
  const { evaluation, call, playback, words, notes, actions, flags, view, changeView, onPlay, isNarrow } =
    props;
  const { isComplete, search, marks } = props;
  const { t } = useTranslation(['review', 'contacts']);
  const files = evaluation.call_id !== null && <TranscriptFiles callId={evaluation.call_id} />;
  const { turns, textPins } = props;
  const transcript = evaluation.contact ? (
    <TextView
      contact={evaluation.contact}
      pins={textPins}
      current={turns?.current ?? null}
      range={turns?.range ?? null}
      onTurn={(number) => {
        turns?.go(number);
      }}
    />
  ) : (
    <TranscriptPane playback={playback} words={words} marks={marks} search={search} tools={files} />
  );
  const notesPanel = (
    <>
      {evaluation.call_id !== null && (
        <div className="review-flags">
          <FlagsSection flags={flags} onPlay={onPlay} />
          <ClipsSection
            callId={evaluation.call_id}
            segments={playback.segments}
            marks={marks}
            onPlay={onPlay}
          />
        </div>
      )}
      <NotesPanel notes={notes} selected={view.note} actions={actions} onPlay={onPlay} />
    </>
  );
  const panels: [Panel, string, ReactNode][] = [
    ['notes', t('panel.notes_count', { count: notes.length }), notesPanel],
    [
      'call',
      evaluation.contact ? t('contacts:facts.title') : t('panel.call'),
      <CallPanel key="call" call={call} evaluation={evaluation} />,
    ],
    [
      'answers',
      t('panel.answers'),
      <AnswersPanel key="answers" evaluation={evaluation} current={view.current} />,
    ],
    [
      'history',
      t('panel.history'),
      <HistoryPanel key="history" evaluation={evaluation} isComplete={isComplete} />,
    ],
  ];
  // Whoever learns scoring scores what they hear.
  const open = evaluation.purpose === 'training' ? panels.filter(([key]) => key !== 'history') : panels;
  const transcriptIs = isUntied(evaluation) ? 'absent' : isNarrow ? 'a tab' : 'beside';
  const shown: [Panel, string, ReactNode][] =
    transcriptIs === 'a tab'
      ? [['transcript', evaluation.contact ? t('panel.text') : t('panel.transcript'), transcript], ...open]
      : open;
  const active = transcriptIs !== 'a tab' && view.panel === 'transcript' ? 'notes' : view.panel;
  return (
    <>
      {transcriptIs === 'beside' && <div className="review-transcript">{transcript}</div>}
      <Tabs
        className="review-side"
        size="small"
        tabBarGutter={14}
        activeKey={active}
        items={shown.map(([key, label, children]) => ({ key, label, children }))}
        onChange={(panel) => {
          changeView({ panel: panel as Panel });
        }}
      />
    </>
  );
}
