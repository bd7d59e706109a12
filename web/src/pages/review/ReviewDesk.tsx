// Player, transcript, notes and score sheet of one draft, side by side.
import { Spin } from 'antd';
import type { Evaluation } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { KeyNamesContext } from '../../components/keyNames';
import { GoneNotice } from '../../components/keeping/GoneNotice';
import { CallPlayer } from '../../player/CallPlayer';
import { ScoreSheet } from '../../scorecard/ScoreSheet';
import { CannotScore } from './CannotScore';
import { CorrectionBar } from './DispositionCheck';
import { Footer } from './Footer';
import { KeySheet } from './KeySheet';
import { MergedLine } from './MergedLine';
import { hasRecording, isUntied } from './recorded';
import { SaleOutcomePart } from './SaleOutcomePart';
import { SidePanels } from './SidePanels';
import { SittingPart } from './SittingPart';
import { Strip } from './Strip';
import { leaveFocus } from './mouseFocus';
import { type Review, useReview } from './useReview';

export function ReviewDesk({ evaluation }: { evaluation: Evaluation }) {
  const review = useReview(evaluation);
  const { isNarrow, call, keeper, desk, view, changeView, leaving } = review;
  const classes = ['review', isNarrow && 'review-narrow', isUntied(evaluation) && 'review-untied'];
  return (
    <KeyNamesContext value={review.keys.names}>
      <div className={classes.filter(Boolean).join(' ')} onClick={leaveFocus}>
        <Strip
          evaluation={evaluation}
          call={call.data}
          part={{ onTurning: () => keeper.flush(), onTurned: review.goToPart }}
          disposition={review.disposition}
          onCall={() => {
            changeView({ panel: 'call' });
          }}
          isNarrow={isNarrow}
          onGoTo={leaving.goTo}
        />
        {evaluation.contact === null && <PlayerPart review={review} evaluation={evaluation} />}
        <SidePanels
          evaluation={evaluation}
          turns={review.turns}
          textPins={review.textPins}
          call={call.data}
          playback={review.playback}
          words={review.words}
          search={review.search}
          notes={desk.content.notes}
          actions={review.notes}
          flags={review.flags}
          marks={review.marks}
          view={view}
          changeView={changeView}
          onPlay={review.onPlay}
          isNarrow={isNarrow}
          isComplete={desk.preview.complete && desk.open.every((one) => one.code !== 'unanswered')}
        />
        <div className="review-sheet">
          {evaluation.verification && (
            <SaleOutcomePart verification={evaluation.verification} keeper={keeper} desk={desk} />
          )}
          <ScoreSheet
            card={keeper.card}
            answers={desk.content.answers}
            preview={desk.preview}
            current={view.current}
            onCurrent={review.onCurrent}
            onPlay={review.onPlay}
            actions={review.sheet}
            phrases={review.phrases}
          />
        </div>
        <MergedLine keeper={keeper} merged={desk.merged} />
        <BottomPart review={review} evaluation={evaluation} />
        <KeySheet
          isOpen={view.isKeySheetOpen}
          keys={review.keys}
          isText={evaluation.contact !== null}
          onClose={() => {
            changeView({ isKeySheetOpen: false });
          }}
        />
      </div>
    </KeyNamesContext>
  );
}

function PlayerPart({ review, evaluation }: { review: Review; evaluation: Evaluation }) {
  const { call, playback, pins, marks, player, isNarrow } = review;
  return (
    <div className="review-player">
      {evaluation.sitting && (
        <SittingPart evaluation={evaluation} sitting={evaluation.sitting} keeper={review.keeper} />
      )}
      {call.isError && <ErrorNotice error={call.error} onRetry={() => void call.refetch()} />}
      {evaluation.call_id === null && evaluation.sitting ? null : evaluation.call_id === null ? (
        <GoneNotice gone={evaluation.gone} />
      ) : call.isLoading ? (
        <Spin className="review-waiting" />
      ) : (
        <CallPlayer
          ref={player}
          playback={playback}
          pins={pins}
          onPin={review.onPin}
          range={marks.shown}
          onRange={marks.set}
          onLoop={review.toggleLoop}
          isLow={isNarrow}
          heard={review.coverage.spans}
          hits={review.search.spans}
        />
      )}
    </div>
  );
}

function BottomPart({ review, evaluation }: { review: Review; evaluation: Evaluation }) {
  const { keeper, desk, view, changeView, leaving } = review;
  const isTraining = evaluation.purpose === 'training';
  const isChoosing = view.reasons !== 'closed' && !isTraining;
  return (
    <>
      {isChoosing && (
        <CannotScore
          evaluation={evaluation}
          isOther={view.reasons === 'other'}
          onChoose={review.chooseReason}
          onClose={() => {
            changeView({ reasons: 'closed' });
          }}
        />
      )}
      {view.isCorrecting && !isTraining && (
        <CorrectionBar
          check={review.disposition}
          onClose={() => {
            changeView({ isCorrecting: false });
          }}
        />
      )}
      <Footer
        coverage={review.coverage.percent}
        unheard={review.unheard.length}
        onUnheard={review.goToUnheard}
        asksDisposition={!isTraining && !!review.call.data?.disposition && review.disposition.said === null}
        card={keeper.card}
        status={desk.status}
        open={desk.open}
        preview={desk.preview}
        said={view.said}
        isBusy={leaving.isBusy}
        hasRecording={hasRecording(evaluation)}
        isTraining={isTraining}
        onOpen={review.goToOpen}
        onCannotScore={() => {
          changeView({ reasons: isChoosing ? 'closed' : 'open' });
        }}
        onSave={() => void keeper.flush()}
        onRelease={leaving.release}
      />
    </>
  );
}
