// Player, transcript, notes and score sheet of one draft, side by side.
import { useQuery } from '@tanstack/react-query';
import { Spin } from 'antd';
import { useCallback, useMemo, useRef } from 'react';
import { NO_SCORE_REASONS, type NoScoreReason } from '../../api/review';
import { callQuery } from '../../api/recordings';
import type { Evaluation } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useWorded } from '../../i18n/words';
import { CallPlayer, type PlayerHandle } from '../../player/CallPlayer';
import type { PlayerPin } from '../../player/pins';
import { useCallWords } from '../../player/useCallWords';
import { type PlayedRecording, usePlayback } from '../../player/usePlayback';
import { nextOpen } from '../../scorecard/requirements';
import { ScoreSheet } from '../../scorecard/ScoreSheet';
import { CannotScore, OTHER_FIELD } from './CannotScore';
import { Footer } from './Footer';
import { KeySheet } from './KeySheet';
import { MergedLine } from './MergedLine';
import { noteActions } from './noteActions';
import { pinnedBy, pinsOf } from './pins';
import { sheetActions } from './sheetActions';
import { SidePanels } from './SidePanels';
import { Strip } from './Strip';
import { useCommands } from './useCommands';
import { useKeeper } from './useKeeper';
import { useKeys } from './useKeys';
import { useLeaving } from './useLeaving';
import { useMarks } from './useMarks';
import { useIsNarrow } from './useIsNarrow';
import { useOpening } from './useOpening';
import { focusField, useView } from './useView';

const NO_RECORDINGS: PlayedRecording[] = [];

export function ReviewDesk({ evaluation }: { evaluation: Evaluation }) {
  const worded = useWorded();
  const isNarrow = useIsNarrow();
  const call = useQuery({ ...callQuery(evaluation.call_id ?? ''), enabled: evaluation.call_id !== null });
  const playback = usePlayback(call.data?.recordings ?? NO_RECORDINGS);
  const { transport } = playback;
  const words = useCallWords(playback);
  const [keeper, desk] = useKeeper(evaluation);
  const [view, changeView] = useView(evaluation.id, keeper, isNarrow);
  const marks = useMarks(transport);
  const leaving = useLeaving(evaluation.id, keeper, changeView);
  const player = useRef<PlayerHandle>(null);
  useOpening({
    evaluation,
    playback,
    words,
    part_ms: call.data?.agents.find((part) => part.id === evaluation.participation_id)?.start_ms ?? null,
    question: view.current,
    onBlocked: () => player.current?.focusPlay(),
  });

  const parts = { keeper, transport, marks, changeView };
  const sheet = sheetActions(parts);
  const notes = noteActions({ keeper, marks, hasSound: playback.duration_ms > 0, changeView });
  const chooseReason = (reason: NoScoreReason | undefined, note: string | null = null) => {
    if (reason === undefined) return;
    if (reason === 'other' && note === null) {
      changeView({ reasons: 'other' });
      focusField(OTHER_FIELD);
    } else leaving.giveUp(reason, note);
  };
  const { onDeed, toggleLoop } = useCommands({
    ...parts,
    view,
    playback,
    words,
    notes,
    isNarrow,
    release: leaving.release,
    chooseReason: (number) => {
      chooseReason(NO_SCORE_REASONS[number - 1]);
    },
  });
  useKeys(onDeed);

  const { content, preview, open } = desk;
  const pins = useMemo(
    () => pinsOf(keeper.card, content.answers, content.notes, worded),
    [keeper, content, worded],
  );
  const onPin = useCallback(
    (pin: PlayerPin) => {
      const pinned = pinnedBy(pin);
      transport.seek(pin.start_ms);
      changeView('note' in pinned ? { panel: 'notes', note: pinned.note } : { current: pinned.question });
    },
    [transport, changeView],
  );

  return (
    <div className={isNarrow ? 'review review-narrow' : 'review'}>
      <Strip evaluation={evaluation} call={call.data} isNarrow={isNarrow} onGoTo={leaving.goTo} />
      <div className="review-player">
        {call.isError && <ErrorNotice error={call.error} onRetry={() => void call.refetch()} />}
        {call.isLoading ? (
          <Spin className="review-waiting" />
        ) : (
          <CallPlayer
            ref={player}
            playback={playback}
            pins={pins}
            onPin={onPin}
            range={marks.shown}
            onRange={marks.set}
            onLoop={toggleLoop}
            isLow={isNarrow}
          />
        )}
      </div>
      <SidePanels
        evaluation={evaluation}
        call={call.data}
        playback={playback}
        words={words}
        notes={content.notes}
        actions={notes}
        view={view}
        changeView={changeView}
        isNarrow={isNarrow}
      />
      <div className="review-sheet">
        <ScoreSheet
          card={keeper.card}
          answers={content.answers}
          preview={preview}
          current={view.current}
          onCurrent={(current) => {
            changeView({ current });
          }}
          onPlay={(evidence) => {
            transport.playFrom(evidence);
          }}
          actions={sheet}
        />
      </div>
      <MergedLine keeper={keeper} merged={desk.merged} />
      {view.reasons !== 'closed' && (
        <CannotScore
          isOther={view.reasons === 'other'}
          onChoose={chooseReason}
          onClose={() => {
            changeView({ reasons: 'closed' });
          }}
        />
      )}
      <Footer
        card={keeper.card}
        status={desk.status}
        open={open}
        preview={preview}
        said={view.said}
        isBusy={leaving.isBusy}
        onOpen={() => {
          changeView({ current: nextOpen(keeper.card, content.answers, open, view.current) });
        }}
        onCannotScore={() => {
          changeView({ reasons: view.reasons === 'closed' ? 'open' : 'closed' });
        }}
        onSave={() => void keeper.flush()}
        onRelease={leaving.release}
      />
      <KeySheet
        isOpen={view.isKeySheetOpen}
        onClose={() => {
          changeView({ isKeySheetOpen: false });
        }}
      />
    </div>
  );
}
