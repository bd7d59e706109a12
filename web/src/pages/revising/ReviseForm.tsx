// A revision: the call or the text, the sheet with what was answered, what is changed and still missing, and
// why. Nothing is stored before it is sent.
import '../review/review.css';
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Evaluation } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { KeyNamesContext } from '../../components/keyNames';
import { useCoded, useWorded } from '../../i18n/words';
import { CallPlayer } from '../../player/CallPlayer';
import { questionNamed } from '../../scorecard/questions';
import { ScoreSheet } from '../../scorecard/ScoreSheet';
import { TextView } from '../../text/TextView';
import appeals from '../appeals/appeals.module.css';
import { ForeseenPart } from '../appeals/ForeseenPart';
import { Heard } from '../feedback/Heard';
import type { Listening } from '../feedback/useListening';
import { SaleOutcomePart } from '../review/SaleOutcomePart';
import { DispositionPart } from './DispositionPart';
import styles from './revising.module.css';
import { type Revising, useRevising } from './useRevising';

const REASON_MOST = 5000;

type Props = { evaluation: Evaluation; listening: Listening; onDone: () => void };

export function ReviseForm({ evaluation, listening, onDone }: Props) {
  const { t } = useTranslation();
  const revising = useRevising(evaluation, listening, onDone);
  const { keeper, desk, current, setCurrent, foreseen, revise } = revising;
  return (
    <KeyNamesContext value={revising.keys.names}>
      <div className={styles.form}>
        <ToHear evaluation={evaluation} listening={listening} revising={revising} />
        {evaluation.verification && (
          <SaleOutcomePart verification={evaluation.verification} keeper={keeper} desk={desk} />
        )}
        {evaluation.call_id !== null && (
          <DispositionPart
            callId={evaluation.call_id}
            check={revising.disposition}
            moved={revising.keys.moved}
          />
        )}
        <ScoreSheet
          card={keeper.card}
          answers={desk.content.answers}
          preview={revising.preview}
          current={current}
          onCurrent={(question) => {
            setCurrent(question === current ? null : question);
          }}
          onPlay={(spot) => {
            listening.hear?.('start_ms' in spot ? spot : { first: spot.first, last: spot.last });
          }}
          actions={revising.sheet}
        />
        <Changed revising={revising} />
        <Input.TextArea
          aria-label={t('results:revise.reason')}
          placeholder={t('results:revise.reason')}
          value={revising.reason}
          maxLength={REASON_MOST}
          autoSize={{ minRows: 2, maxRows: 8 }}
          onChange={(event) => {
            revising.setReason(event.target.value);
          }}
        />
        {foreseen?.data && (
          <ForeseenPart
            foreseen={foreseen.data}
            card={keeper.card}
            answers={evaluation.answers}
            choices={revising.choices}
            unknown={t('appeals:judge.total_unknown')}
          />
        )}
        {foreseen?.error && <ErrorNotice error={foreseen.error} />}
        <Missing revising={revising} />
        {revise.error && <ErrorNotice error={revise.error} />}
        <div className={appeals.actions}>
          <Button
            type="primary"
            disabled={!revising.isReady}
            loading={revise.isPending}
            onClick={revising.send}
          >
            {t('results:revise.send')}
          </Button>
        </div>
      </div>
    </KeyNamesContext>
  );
}

type HearProps = { evaluation: Evaluation; listening: Listening; revising: Revising };

function ToHear({ evaluation, listening, revising: { marks, turns, coverage } }: HearProps) {
  if (evaluation.contact) {
    return (
      <div className={styles.text}>
        <TextView
          contact={evaluation.contact}
          current={turns?.current ?? null}
          range={turns?.range ?? null}
          onTurn={(number) => {
            turns?.go(number);
          }}
        />
      </div>
    );
  }
  if (evaluation.call_id === null && evaluation.sitting) return null;
  return (
    <Heard listening={listening}>
      <CallPlayer
        playback={listening.playback}
        range={marks.shown}
        onRange={marks.set}
        heard={coverage.spans}
        isLow
      />
    </Heard>
  );
}

/** What is changed, each to be put back. */
function Changed({ revising: { changed, putsBack, keeper } }: { revising: Revising }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const { finding, disposition } = putsBack;
  const lines = [
    ...(finding ? [{ key: '0 finding', title: t('sales:outcome.title'), putBack: finding }] : []),
    ...(disposition
      ? [{ key: '0 disposition', title: t('results:evaluation.disposition'), putBack: disposition }]
      : []),
    ...changed.map(({ key, title }) => ({
      key,
      title: worded(title) || key,
      putBack: () => {
        keeper.putBack(key);
      },
    })),
  ];
  if (lines.length === 0) return <p className="muted">{t('results:revise.none_changed')}</p>;
  return (
    <section aria-label={t('results:revise.changed')}>
      <h3>{t('results:revise.changed')}</h3>
      <ul className={styles.lines}>
        {lines.map(({ key, title, putBack }) => (
          <li key={key}>
            {title}{' '}
            <Button
              size="small"
              type="link"
              aria-label={t('results:revise.put_back_item', { item: title })}
              onClick={putBack}
            >
              {t('results:revise.put_back')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What its options still ask for, and which deductions cite seconds that were not heard. */
function Missing({ revising }: { revising: Revising }) {
  const { t } = useTranslation();
  const coded = useCoded();
  const worded = useWorded();
  const { desk, keeper, unheard, setCurrent } = revising;
  return (
    <div aria-live="polite">
      {desk.open.length > 0 && (
        <>
          <h3>{t('results:revise.missing')}</h3>
          <ul className={styles.lines}>
            {desk.open.map(({ question, code }) => (
              <li key={`${question ?? ''} ${code}`}>
                <Button
                  size="small"
                  type="link"
                  onClick={() => {
                    setCurrent(question);
                  }}
                >
                  {t('results:revise.missing_item', {
                    item: worded(questionNamed(keeper.card, question)?.title) || question,
                    what: coded('open', code),
                  })}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
      {unheard.length > 0 && (
        <p>
          <Button
            size="small"
            type="link"
            className="tone tone-warning"
            title={t('results:revise.unheard_hint')}
            onClick={revising.goToUnheard}
          >
            {t('review:footer.unheard', { count: unheard.length })}
          </Button>
        </p>
      )}
    </div>
  );
}
