// What each key does.
import { useTranslation } from 'react-i18next';
import type { FlagKind } from '../../api/types';
import { FLAG_KINDS, TEACHING } from '../../components/flags/kinds';
import { spedBy } from '../../player/passage';
import { REPLAY_MS } from '../../player/PlayerControls';
import type { CallWords } from '../../player/useCallWords';
import type { Playback } from '../../player/usePlayback';
import { WORD_SEARCH_FIELD } from '../../player/useWordSearch';
import { nextStart, previousStart } from '../../player/utterances';
import { askedQuestions, neighbour } from '../../scorecard/questions';
import { nextOpen } from '../../scorecard/requirements';
import type { Attribution } from '../../scorecard/types';
import { commentFieldId } from '../../scorecard/sheet';
import type { DraftKeeper } from './keeper';
import { ABSENT_IN_TEXTS, type Command, type Deed } from './keys';
import { CORRECTED_FIELD } from './DispositionCheck';
import type { NoteActions } from './NotesPanel';
import {
  addNotSaid,
  addUsualEvidence,
  attributeNext,
  answerByNumber,
  answerNotApplicable,
  fillBest,
  type SheetParts,
} from './sheetActions';
import type { Dispositions } from './useDisposition';
import type { ReviewPhrases } from './usePhrases';
import { focusReminder } from './SittingPart';
import { focusOutcome } from './SaleOutcomePart';
import { type ChangeView, focusField, type Panel, type ReviewView } from './useView';

const SKIP_MS = 5_000;

type Parts = Omit<SheetParts, 'keeper' | 'changeView'> & {
  keeper: DraftKeeper;
  changeView: ChangeView;
  view: ReviewView;
  playback: Playback;
  words: CallWords;
  notes: NoteActions;
  phrases: ReviewPhrases;
  disposition: Dispositions;
  isNarrow: boolean;
  /** Flags the marked range or the whole call, or takes that flag away. */
  flag: (kind: FlagKind) => void;
  toggleLoop: () => void;
  /** Whether reminders are noted here. */
  isSitting: boolean;
  /** Whether there is a text instead of a call. */
  isText: boolean;
  release: () => void;
  /** The reason of that number, from 1. */
  chooseReason: (number: number) => void;
};

/** Answers whether a key did something here. */
export function useCommands(parts: Parts): (deed: Deed) => boolean {
  const { t } = useTranslation(['review', 'scorecard']);
  const { keeper, view, changeView } = parts;
  const player = parts.isText ? textCommands(parts) : playerCommands(parts);
  const say = (text: string) => {
    changeView({ said: { text, isTrouble: false } });
  };
  const items = itemCommands(
    parts,
    (count) => {
      say(t('said.filled', { count }));
    },
    (to) => {
      say(t('said.attributed', { what: t(`scorecard:attribution.${to}`) }));
    },
  );
  const page: Partial<Record<Command, () => void>> = {
    note: () => {
      parts.notes.add('note');
    },
    strength: () => {
      parts.notes.add('strength');
    },
    one_change: () => {
      parts.notes.add('note', true);
    },
    ...flagCommands(parts),
    panel_notes: () => {
      changeView({ panel: toggled(parts, 'notes') });
    },
    panel_call: () => {
      changeView({ panel: toggled(parts, 'call') });
    },
    panel_answers: () => {
      changeView({ panel: toggled(parts, 'answers') });
    },
    panel_history: () => {
      changeView({ panel: toggled(parts, 'history') });
    },
    disposition_right: parts.disposition.right,
    disposition_wrong: () => {
      parts.disposition.wrong();
      focusField(CORRECTED_FIELD);
    },
    ...(keeper.desk().content.finding !== undefined && { sale_outcome: focusOutcome }),
    ...(parts.isSitting && { reminder: focusReminder }),
    search: () => {
      // On a small screen the words may be behind another panel.
      if (parts.isNarrow) changeView({ panel: 'transcript' });
      focusField(WORD_SEARCH_FIELD);
    },
    undo: () => {
      keeper.undo();
    },
    cannot_score: () => {
      changeView({ reasons: view.reasons === 'closed' ? 'open' : 'closed', isCorrecting: false });
    },
    release: parts.release,
    keys: () => {
      changeView({ isKeySheetOpen: true });
    },
    escape: () => {
      parts.marks.clear();
      parts.turns?.clear();
      parts.transport.setLoop(null);
      changeView({ reasons: 'closed', isCorrecting: false, said: null });
    },
  };
  const deeds: Partial<Record<Command, () => void>> = { ...player, ...items, ...page };
  return (deed) => {
    if (view.isKeySheetOpen) return false;
    if ('option' in deed) return onNumber(parts, deed.option);
    if ('phrase' in deed) return parts.phrases.insertNumber(view.current, deed.phrase);
    if (parts.isText && ABSENT_IN_TEXTS.includes(deed.command)) return false;
    const act = deeds[deed.command];
    if (!act) return false;
    act();
    return true;
  };
}

/** While the reasons are open the numbers choose among them. */
function onNumber(parts: Parts, number: number): boolean {
  if (parts.view.reasons === 'closed') return answerByNumber(parts, parts.view.current, number);
  parts.chooseReason(number);
  return true;
}

/** One for each kind; what teaches asks in the notes what that is. */
function flagCommands({ flag, changeView }: Parts): Partial<Record<Command, () => void>> {
  return Object.fromEntries(
    FLAG_KINDS.map((kind) => [
      `flag_${kind}`,
      () => {
        if (TEACHING.includes(kind)) changeView({ panel: 'notes' });
        flag(kind);
      },
    ]),
  );
}

/** On a small screen the panels take the place of the transcript; the same key leads back. */
function toggled({ view, isNarrow }: Parts, panel: Panel): Panel {
  return isNarrow && view.panel === panel ? 'transcript' : panel;
}

/** In a text the keys that lead through a call lead from turn to turn. */
export function textCommands({ turns }: Pick<Parts, 'turns'>): Partial<Record<Command, () => void>> {
  if (turns === null) return {};
  const step = (by: 1 | -1) => () => {
    turns.step(by);
  };
  return {
    back: step(-1),
    forward: step(1),
    previous_utterance: step(-1),
    next_utterance: step(1),
    range_in: turns.markIn,
    range_out: turns.markOut,
  };
}

type PlayerParts = Pick<Parts, 'transport' | 'playback' | 'words' | 'marks' | 'toggleLoop'>;

export function playerCommands({ transport, playback, words, marks, toggleLoop }: PlayerParts) {
  const at = () => transport.position_ms;
  return {
    toggle: () => {
      transport.toggle();
    },
    back: () => {
      transport.skip(-SKIP_MS);
    },
    forward: () => {
      transport.skip(SKIP_MS);
    },
    replay: () => {
      transport.skip(-REPLAY_MS);
    },
    previous_utterance: () => {
      transport.seek(previousStart(words.lines, at()));
    },
    next_utterance: () => {
      const next = nextStart(words.lines, at());
      if (next !== null) transport.seek(next);
    },
    slower: () => {
      transport.setSpeed(spedBy(transport.state().speed, -1));
    },
    faster: () => {
      transport.setSpeed(spedBy(transport.state().speed, 1));
    },
    skip_silence: () => {
      transport.setSkipsSilence(!transport.state().skipsSilence);
    },
    loop: toggleLoop,
    range_in: () => {
      if (playback.duration_ms > 0) marks.markIn();
    },
    range_out: () => {
      if (playback.duration_ms > 0) marks.markOut();
    },
  } satisfies Partial<Record<Command, () => void>>;
}

/** What keys do at the current item. */
export function itemCommands(
  parts: SheetParts & { view: Pick<ReviewView, 'current'> },
  onFilled: (count: number) => void,
  onAttributed: (to: Attribution) => void,
) {
  const { keeper, view, changeView } = parts;
  const answers = () => keeper.desk().content.answers;
  const step = (by: 1 | -1) => () => {
    changeView({ current: neighbour(askedQuestions(keeper.card, answers()), view.current, by) });
  };
  return {
    previous_item: step(-1),
    next_item: step(1),
    not_applicable: () => {
      answerNotApplicable(parts, view.current);
    },
    next_open: () => {
      const next = nextOpen(keeper.card, answers(), keeper.desk().open, view.current);
      if (next !== null) changeView({ current: next });
    },
    no_other_faults: () => {
      onFilled(fillBest(parts));
    },
    evidence: () => {
      addUsualEvidence(parts, view.current);
    },
    not_said: () => {
      addNotSaid(parts, view.current);
    },
    attribution: () => {
      const next = attributeNext(parts, view.current);
      if (next !== null) onAttributed(next);
    },
    comment: () => {
      if (view.current !== null) focusField(commentFieldId(view.current));
    },
  } satisfies Partial<Record<Command, () => void>>;
}
