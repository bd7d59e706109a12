// Everything that the parts of the review page share: the call, its sound and words, the draft, and
// what may be done.
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useRef } from 'react';
import { callQuery } from '../../api/recordings';
import type { NoScoreReason } from '../../api/review';
import type { Evaluation } from '../../api/types';
import { useLanguage } from '../../app/preferences';
import { inLanguage, useCoded } from '../../i18n/words';
import type { PlayerHandle } from '../../player/CallPlayer';
import type { PlayerPin } from '../../player/pins';
import type { Part } from '../../components/usePartWords';
import { flagPins } from '../../components/flags/pins';
import { useFlags } from '../../components/flags/useFlags';
import { useCallWords } from '../../player/useCallWords';
import { useCoverage } from '../../player/useCoverage';
import { useListeningReport } from '../../player/useListeningReport';
import { type PlayedRecording, usePlayback } from '../../player/usePlayback';
import { useWordSearch } from '../../player/useWordSearch';
import { lastBegun } from '../../player/utterances';
import { nextOpen } from '../../scorecard/requirements';
import { isTurns, type Spot } from '../../text/turns';
import { OTHER_FIELD, reasonsFor } from './CannotScore';
import { noteActions } from './noteActions';
import { pinnedBy, pinsOf, textPinsOf } from './pins';
import { sheetActions } from './sheetActions';
import { unheardEvidence } from './unheard';
import { useCommands } from './useCommands';
import { useDisposition } from './useDisposition';
import { useIsNarrow } from './useIsNarrow';
import { useKeeper } from './useKeeper';
import { useKeys } from './useKeys';
import { useLeaving } from './useLeaving';
import { usePhrases } from './usePhrases';
import { useReviewKeys } from './useReviewKeys';
import { useMarks } from '../../player/useMarks';
import { useOpening } from './useOpening';
import { useSittingClock } from './useSittingClock';
import { useTurnMarks } from './useTurnMarks';
import { focusField, useView } from './useView';

const NO_RECORDINGS: PlayedRecording[] = [];

export function useReview(evaluation: Evaluation) {
  const isNarrow = useIsNarrow();
  const call = useQuery({ ...callQuery(evaluation.call_id ?? ''), enabled: evaluation.call_id !== null });
  const playback = usePlayback(call.data?.recordings ?? NO_RECORDINGS);
  const tellHeard = useListeningReport(playback.transport, evaluation.call_id, 'review');
  const coverage = useCoverage(playback.transport, evaluation.call_id, playback.duration_ms);
  const words = useCallWords(playback);
  const search = useWordSearch(evaluation.call_id, playback.transport);
  const [keeper, desk] = useKeeper(evaluation);
  const [view, changeView] = useView(evaluation.id, keeper, isNarrow);
  const { transport, duration_ms } = playback;
  const clock = useSittingClock(evaluation);
  const marks = useMarks(clock ?? transport);
  const flags = useFlags(evaluation.call_id, marks);
  const turns = useTurnMarks(evaluation.contact?.gone === null ? evaluation.contact.turns : null);
  const disposition = useDisposition(evaluation, changeView);
  const leaving = useLeaving(evaluation, keeper, changeView, async () => {
    await Promise.all([tellHeard(), disposition.stored()]);
  });
  const phrases = usePhrases(evaluation.scorecard_version.scorecard_id, keeper);
  const keys = useReviewKeys();

  const player = useRef<PlayerHandle>(null);
  useOpening({
    evaluation,
    playback,
    words,
    part_ms: call.data?.agents.find((part) => part.id === evaluation.participation_id)?.start_ms ?? null,
    question: view.current,
    onBlocked: () => player.current?.focusPlay(),
  });

  const parts = useMemo(
    () => ({ keeper, transport, marks, turns, changeView, hasSound: duration_ms > 0 || clock !== null }),
    [keeper, transport, marks, turns, changeView, duration_ms, clock],
  );
  const sheet = useMemo(() => sheetActions(parts), [parts]);
  const notes = useMemo(() => noteActions(parts), [parts]);
  const toggleLoop = useCallback(() => {
    const here = words.lines[lastBegun(words.lines, transport.position_ms)];
    transport.setLoop(transport.state().loop ? null : (marks.range ?? here ?? null));
  }, [transport, marks, words]);
  const chooseReason = (reason: NoScoreReason | undefined, note: string | null = null) => {
    if (reason === undefined) return;
    if (reason === 'other' && note === null) {
      changeView({ reasons: 'other' });
      focusField(OTHER_FIELD);
    } else leaving.giveUp(reason, note);
  };
  const onDeed = useCommands({
    ...parts,
    view,
    playback,
    words,
    notes,
    phrases,
    disposition,
    isNarrow,
    flag: flags.toggle,
    toggleLoop,
    isSitting: evaluation.sitting !== null,
    isText: evaluation.contact !== null,
    release: leaving.release,
    chooseReason: (number) => {
      chooseReason(reasonsFor(evaluation)[number - 1]);
    },
  });
  useKeys(onDeed, keys.moved);

  const { answers, notes: written } = desk.content;
  const unheard = useMemo(
    () =>
      coverage.percent === null ? [] : unheardEvidence(keeper.card, answers, desk.preview, coverage.spans),
    [keeper, answers, desk.preview, coverage],
  );
  const language = useLanguage();
  const coded = useCoded();
  const pins = useMemo(
    () => [
      ...pinsOf(keeper.card, answers, written, (words) => inLanguage(words, language)),
      ...flagPins(flags.items, (kind) => coded('flag', kind)),
    ],
    [keeper, answers, written, language, flags.items, coded],
  );
  const textPins = useMemo(
    () => textPinsOf(keeper.card, answers, written, (words) => inLanguage(words, language)),
    [keeper, answers, written, language],
  );
  const onPin = useCallback(
    (pin: PlayerPin) => {
      const pinned = pinnedBy(pin);
      transport.seek(pin.start_ms);
      if ('question' in pinned) changeView({ current: pinned.question });
      else changeView('note' in pinned ? { panel: 'notes', note: pinned.note } : { panel: 'notes' });
    },
    [transport, changeView],
  );
  const onCurrent = useCallback(
    (current: string | null) => {
      changeView({ current });
    },
    [changeView],
  );
  const onPlay = useCallback(
    (spot: Spot) => {
      if (!isTurns(spot)) transport.playFrom(spot);
      else if (turns) turns.go(spot.first);
    },
    [transport, turns],
  );
  return {
    isNarrow,
    call,
    playback,
    words,
    search,
    keeper,
    desk,
    view,
    changeView,
    marks,
    turns,
    flags,
    leaving,
    phrases,
    disposition,
    keys,
    coverage,
    unheard,
    player,
    sheet,
    notes,
    pins,
    textPins,
    toggleLoop,
    chooseReason,
    onPin,
    onCurrent,
    onPlay,
    /** Where the agent whose part is scored from now on comes in. */
    goToPart: (part: Part) => {
      transport.seek(part.start_ms ?? 0);
    },
    /** To the first deduction that cites unheard seconds, which are played. */
    goToUnheard: () => {
      const [first] = unheard;
      if (!first) return;
      changeView({ current: first.question });
      transport.playFrom(first);
    },
    goToOpen: () => {
      changeView({ current: nextOpen(keeper.card, answers, desk.open, view.current) });
    },
  };
}

export type Review = ReturnType<typeof useReview>;
