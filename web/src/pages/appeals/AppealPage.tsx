// One appeal: the call to hear, each item with both arguments and its precedents, what was said so far,
// and the decision for whoever may take the step.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Alert, Button, Popconfirm, Spin } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { appealQuery, withdrawAppeal } from '../../api/appeals';
import type { Appeal } from '../../api/types';
import { useMay } from '../../app/me';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { useInstant } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import { CallPlayer } from '../../player/CallPlayer';
import { useMarks } from '../../player/useMarks';
import feedback from '../feedback/feedback.module.css';
import { Heard } from '../feedback/Heard';
import { usePoints } from '../feedback/points';
import { useListening } from '../feedback/useListening';
import { useTurnMarks } from '../review/useTurnMarks';
import styles from './appeals.module.css';
import { TextView } from '../../text/TextView';
import { FirstReviewForm } from './FirstReviewForm';
import { ItemPart } from './ItemPart';
import { JudgeForm } from './JudgeForm';
import { justBefore } from './deadline';
import { Rulings } from './Rulings';
import { StateTag } from './StateTag';

export default function AppealPage() {
  const { t } = useTranslation();
  const { appealId } = useParams({ from: '/shell/appeals/$appealId' });
  const { data, error, refetch } = useQuery(appealQuery(appealId));
  if (error) {
    return (
      <>
        <PageHeader title={t('appeals:one.title')} />
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  return data ? <One key={data.id} appeal={data} /> : <Spin />;
}

function One({ appeal }: { appeal: Appeal }) {
  const { t } = useTranslation();
  const format = useInstant();
  const worded = useWorded();
  const listening = useListening(appeal);
  const judges = [useMay('review_appeals'), useMay('score_calls'), useMay('arbitrate_appeals')].some(Boolean);
  const card = appeal.scorecard_version.definition;
  const at = appeal.call_started_at;
  const marks = useMarks(listening.playback.transport);
  const turns = useTurnMarks(appeal.contact?.gone === null ? appeal.contact.turns : null);
  const step = appeal.may_judge && isJudged(appeal.state) ? appeal.state : null;
  return (
    <article className={feedback.page}>
      <PageHeader
        title={at ? t('appeals:one.of_call', { at: format(at) }) : t('appeals:one.title')}
        note={
          <>
            {worded(card.title)} · <StateTag appeal={appeal} />
            {appeal.due_at && ` · ${t('appeals:one.due', { at: format(justBefore(appeal.due_at), 'day') })}`}
          </>
        }
      >
        {judges || appeal.evaluation_id === null ? (
          <Link to="/appeals">{t('appeals:one.back')}</Link>
        ) : (
          <Link to="/feedback/$evaluationId" params={{ evaluationId: appeal.evaluation_id }}>
            {t('appeals:one.to_evaluation')}
          </Link>
        )}
      </PageHeader>
      <Concerned appeal={appeal} />
      {appeal.is_unstaffed && <Alert type="warning" showIcon title={t('appeals:one.unstaffed')} />}
      <section className={feedback.wide} aria-labelledby="to-hear">
        <h2 id="to-hear">{appeal.contact ? t('contacts:read.title') : t('feedback:hear.title')}</h2>
        {appeal.contact && (
          <div className={feedback.text}>
            <TextView
              contact={appeal.contact}
              {...(step && {
                current: turns?.current ?? null,
                range: turns?.range ?? null,
                onTurn: (number: number) => {
                  turns?.go(number);
                },
              })}
            />
          </div>
        )}
        <Heard listening={listening}>
          <CallPlayer
            playback={listening.playback}
            isLow
            {...(step && { range: marks.shown, onRange: marks.set })}
          />
        </Heard>
      </section>
      {appeal.items.map((item) => (
        <ItemPart key={item.question} item={item} appeal={appeal} hear={listening.hear} />
      ))}
      <Rulings appeal={appeal} />
      {appeal.may_judge && appeal.state === 'first_review' && <FirstReviewForm id={appeal.id} />}
      {step && (
        <JudgeForm
          key={step}
          appeal={appeal}
          step={step}
          place={{ marks, turns, onPlay: listening.hear ?? undefined }}
        />
      )}
      {appeal.may_withdraw && <Withdraw appeal={appeal} />}
    </article>
  );
}

/** Whether items are judged at this step. */
function isJudged(state: Appeal['state']): state is 'recheck' | 'arbitration' {
  return state === 'recheck' || state === 'arbitration';
}

/** Who it is about, or that names are hidden; and the score. */
function Concerned({ appeal: { names, score, revised_score: revised } }: { appeal: Appeal }) {
  const { t } = useTranslation();
  const points = usePoints();
  const total = (revised ?? score)?.total ?? null;
  return (
    <>
      {names === null && <Alert type="info" showIcon title={t('appeals:one.names_hidden')} />}
      <dl className={feedback.facts}>
        {names && (
          <>
            <Fact name={t('appeals:column.agent')}>
              {names.agent.name}
              {names.team && <span className="muted"> · {names.team.name}</span>}
            </Fact>
            <Fact name={t('appeals:column.evaluator')}>{names.evaluator.name}</Fact>
          </>
        )}
        <Fact name={t('appeals:one.score')}>
          {total === null ? t('score.none') : points(total)}
          {revised && score?.total != null && (
            <span className="muted"> ({t('appeals:one.was', { total: points(score.total) })})</span>
          )}
        </Fact>
      </dl>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Withdraw({ appeal }: { appeal: Appeal }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => withdrawAppeal(appeal.id),
    onSuccess: (withdrawn) => {
      queries.setQueryData(appealQuery(appeal.id).queryKey, withdrawn);
      void queries.invalidateQueries({ queryKey: ['evaluation', appeal.evaluation_id] });
      void queries.invalidateQueries({ queryKey: ['evaluations'] });
    },
  });
  return (
    <div className={styles.actions}>
      <Popconfirm
        title={t('appeals:one.withdraw_sure')}
        okText={t('appeals:one.withdraw')}
        cancelText={t('action.cancel')}
        onConfirm={() => {
          withdraw.mutate();
        }}
      >
        <Button loading={withdraw.isPending}>{t('appeals:one.withdraw')}</Button>
      </Popconfirm>
      {withdraw.error && <ErrorNotice error={withdraw.error} />}
    </div>
  );
}
