// The line at the bottom: saved, open, total, and the three ways out.
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Open, Preview } from '../../api/types';
import { useKeyNames } from '../../components/keyNames';
import { ScoreTag } from '../../components/ScoreTag';
import { useInstant } from '../../components/Time';
import { useCoded } from '../../i18n/words';
import type { Card } from '../../scorecard/types';
import type { ReleaseWay } from '../../api/review';
import type { SaveStatus } from './autosave';
import { ReleaseWays } from './ReleaseWays';

type Props = {
  card: Card;
  status: SaveStatus;
  open: readonly Open[];
  preview: Preview;
  /** How much of the call was heard, in per cent; null while that is not known. */
  coverage: number | null;
  /** How many deductions cite seconds that were not heard. */
  unheard: number;
  onUnheard: () => void;
  /** Whether the call has a disposition of which nothing is said yet: asked once nothing else is open. */
  asksDisposition: boolean;
  /** What was just done, or what stands in the way; read aloud. */
  said: { text: string; isTrouble: boolean } | null;
  isBusy: boolean;
  /** Whether there is a recording, or was; else a text, or a sitting tied to no call. */
  hasRecording: boolean;
  /** Whether it is scored to learn scoring: it is finished, and nothing else. */
  isTraining: boolean;
  onOpen: () => void;
  onCannotScore: () => void;
  onSave: () => void;
  onRelease: (way?: ReleaseWay) => void;
};

export function Footer(props: Props) {
  const { t } = useTranslation('review');
  const keys = useKeyNames();
  const { coverage, unheard, onUnheard } = props;
  const { card, status, open, preview, said, isBusy, hasRecording, isTraining } = props;
  const { onOpen, onCannotScore, onSave, onRelease } = props;
  return (
    <footer className="review-footer">
      <SavedState status={status} />
      {coverage !== null && (
        <span className="review-coverage">{t('footer.coverage', { percent: coverage })}</span>
      )}
      {unheard > 0 && (
        <Button
          size="small"
          type="link"
          className="tone tone-warning"
          title={t('footer.unheard_hint')}
          onClick={onUnheard}
        >
          {t('footer.unheard', { count: unheard })}
        </Button>
      )}
      {open.length > 0 ? (
        <Button size="small" type="link" className="review-open" onClick={onOpen}>
          {t('footer.open', { count: countItems(open) })}
        </Button>
      ) : (
        <span className="muted">{t('footer.none_open')}</span>
      )}
      {open.length === 0 && props.asksDisposition && (
        <span className="tone tone-warning">
          {t('footer.disposition', { right: keys.disposition_right, wrong: keys.disposition_wrong })}
        </span>
      )}
      <Total card={card} preview={preview} isComplete={open.every((one) => one.code !== 'unanswered')} />
      <span className={said?.isTrouble ? 'review-said review-said-trouble' : 'review-said'} role="status">
        {said?.text}
      </span>
      {!isTraining && (
        <Tooltip title={t('footer.key', { key: keys.cannot_score })}>
          <Button onClick={onCannotScore} disabled={isBusy}>
            {hasRecording ? t('footer.cannot_score') : t('footer.cannot_score_text')}
          </Button>
        </Tooltip>
      )}
      <Button onClick={onSave} disabled={isBusy}>
        {t('footer.save')}
      </Button>
      <Tooltip title={t('footer.key', { key: 'Ctrl Enter' })}>
        <Button
          type="primary"
          onClick={() => {
            onRelease();
          }}
          loading={isBusy}
        >
          {isTraining ? t('footer.finish') : t('footer.release')}
        </Button>
      </Tooltip>
      {!isTraining && <ReleaseWays isBusy={isBusy} onRelease={onRelease} />}
    </footer>
  );
}

/** An item that wants two things is one item. */
function countItems(open: readonly Open[]): number {
  return new Set(open.map((one) => one.question)).size;
}

function SavedState({ status }: { status: SaveStatus }) {
  const { t } = useTranslation('review');
  const instant = useInstant();
  const coded = useCoded();
  const at = status.at === null ? null : instant(status.at, 'clock');
  const isTrouble = status.kind === 'offline' || status.kind === 'refused';
  const reason = status.kind === 'refused' ? coded('error', status.code) : '';
  const words =
    at === null && status.kind === 'saved' ? t('saved.nothing') : t(`saved.${status.kind}`, { at, reason });
  return <span className={isTrouble ? 'review-saved tone tone-warning' : 'review-saved muted'}>{words}</span>;
}

/** Only what is whole has a total; before that it would say something that may turn over. */
function Total({ card, preview, isComplete }: { card: Card; preview: Preview; isComplete: boolean }) {
  if (!isComplete || !preview.complete || !preview.score) return null;
  const { total, passed, band, fatal } = preview.score;
  const bandTitle = card.bands.find((one) => one.key === band)?.title;
  return <ScoreTag total={total} passed={passed} bandTitle={bandTitle} fatal={(fatal ?? []).length > 0} />;
}
