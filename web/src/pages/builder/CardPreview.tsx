// The card as an inspector will see it, to be tried: the score so far and how it comes about; and
// where "not applicable" makes another item much dearer.
import { Alert, Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckedCard, Swing } from '../../api/cards';
import type { Answer, CardDefinition } from '../../api/types';
import { useWorded } from '../../i18n/words';
import {
  addEvidence,
  attribute,
  choose,
  noOtherFaults,
  notApplicable,
  removeEvidence,
  settle,
  takeBack,
  toggleCause,
  withComment,
} from '../../scorecard/answers';
import { questionNamed } from '../../scorecard/questions';
import { ScoreSheet } from '../../scorecard/ScoreSheet';
import { numberText, type SheetActions } from '../../scorecard/sheet';
import { AccountTable } from '../feedback/AccountTable';
import { accountOf } from '../feedback/trace';
import styles from './builder.module.css';
import { useSwingText } from './swingText';

type Answers = Record<string, Answer>;
type Props = { checked: CheckedCard; answers: Answers; onAnswers: (answers: Answers) => void };

export function CardPreview({ checked, answers, onAnswers }: Props) {
  const { t } = useTranslation();
  const [current, setCurrent] = useState<string | null>(null);
  const { card, preview } = checked;
  const actions = useMemo<SheetActions | null>(() => {
    if (!card) return null;
    return {
      choose: (question, option) => {
        onAnswers(choose(card, answers, question, option));
      },
      takeBack: (question, option) => {
        onAnswers(takeBack(card, answers, question, option));
      },
      notApplicable: (question) => {
        onAnswers(notApplicable(card, answers, question));
      },
      comment: (question, text) => {
        onAnswers(withComment(answers, question, text));
      },
      leaveText: () => undefined,
      toggleCause: (question, cause) => {
        onAnswers(toggleCause(answers, question, cause));
      },
      addEvidence: (key, kind) => {
        const question = questionNamed(card, key);
        if (!question) return;
        const evidence = kind === 'range' ? { kind, start_ms: 0, end_ms: 0, channel: null } : { kind };
        onAnswers(addEvidence(answers, question, evidence));
      },
      attribute: (question, attribution) => {
        onAnswers(attribute(answers, question, attribution));
      },
      removeEvidence: (question, place) => {
        onAnswers(removeEvidence(answers, question, place));
      },
    };
  }, [card, answers, onAnswers]);
  if (!card || !actions) return <p className="muted">{t('cards:preview.none')}</p>;
  const score = preview?.score ?? null;
  return (
    <>
      <Swings swings={checked.swings} card={card} />
      <div className={styles.line}>
        <strong role="status" className="number">
          {score?.total === null || score === null
            ? t('cards:preview.open')
            : t('cards:preview.total', { total: numberText(score.total) })}
        </strong>
        {score?.passed === true && <span className="tone tone-good">{t('cards:preview.passed')}</span>}
        {score?.passed === false && <span className="tone tone-bad">{t('cards:preview.failed')}</span>}
        <Button
          size="small"
          onClick={() => {
            onAnswers(noOtherFaults(card, answers));
          }}
        >
          {t('cards:preview.no_faults')}
        </Button>
        <Button
          size="small"
          onClick={() => {
            onAnswers(settle(card, {}));
          }}
        >
          {t('cards:preview.clear')}
        </Button>
      </div>
      <div className={styles.sheet}>
        <ScoreSheet
          card={card}
          answers={answers}
          preview={preview}
          current={current}
          onCurrent={setCurrent}
          actions={actions}
        />
      </div>
      {score && (
        <details>
          <summary>{t('cards:preview.trace')}</summary>
          <AccountTable
            account={accountOf(score.trace, card, score.fatal)}
            score={score}
            method={card.method}
          />
        </details>
      )}
    </>
  );
}

function Swings({ swings, card }: { swings: readonly Swing[]; card: CardDefinition }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const swingText = useSwingText((key) => worded(questionNamed(card, key)?.title) || key);
  if (swings.length === 0) return null;
  return (
    <Alert
      className={styles.alert ?? ''}
      type="warning"
      showIcon
      title={t('cards:swing.title')}
      description={
        <ul>
          {swings.map((swing) => (
            <li key={swing.not_applicable.join()}>{swingText(swing)}</li>
          ))}
        </ul>
      }
    />
  );
}
