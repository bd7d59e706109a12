// A finished attempt beside what was agreed on, item by item.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Alert, Checkbox, Spin, Table, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import { problemFrom } from '../../api/problem';
import { type AttemptItem, attemptQuery, type ReferenceAttempt } from '../../api/references';
import { useMe } from '../../app/me';
import { oneOf } from '../../app/search';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Fact } from '../../components/Fact';
import { PageHeader } from '../../components/PageHeader';
import { Time } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import type { Listening } from '../feedback/useListening';
import { chosenWords, questionOf } from './answers';
import { ChosenText } from './ChosenText';
import { EvidenceText } from './EvidenceText';
import { HeardBeside } from './HeardBeside';
import { Apart, Kappa, Share } from './OutcomeCells';
import styles from './references.module.css';
import { useHearing } from './useHearing';

/** How often it is asked whether the seconds in which a release can be taken back are over. */
const ASK_MS = 2_000;

export default function AttemptPage() {
  const { t } = useTranslation('references');
  const { evaluationId } = useParams({ from: '/shell/reference-attempts/$evaluationId' });
  const isWaiting = (error: unknown) => problemFrom(error).code === 'attempt_unfinished';
  const { data, error, refetch } = useQuery({
    ...attemptQuery(evaluationId),
    retry: false,
    refetchInterval: ({ state }) => (state.error && isWaiting(state.error) ? ASK_MS : false),
  });
  if (data) return <Read attempt={data} />;
  if (!error) return <Spin />;
  return (
    <>
      <PageHeader title={t('attempt.title')} />
      {isWaiting(error) ? (
        <Alert
          type="info"
          showIcon
          title={t('attempt.waiting')}
          action={
            <Link to="/review/$evaluationId" params={{ evaluationId }}>
              {t('attempt.go_on')}
            </Link>
          }
        />
      ) : (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      )}
    </>
  );
}

function Read({ attempt }: { attempt: ReferenceAttempt }) {
  const { t } = useTranslation('references');
  const worded = useWorded();
  const me = useMe();
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/reference-attempts/$evaluationId' });
  const { reference, outcome, items, person } = attempt;
  const hearing = useHearing(reference);
  const isOwn = person.id === me.person_id;
  const onlyApart = oneOf(search.apart) === 'true';
  const shown = onlyApart ? items.filter((item) => !item.is_alike) : items;
  return (
    <>
      <PageHeader
        title={isOwn ? t('attempt.title') : t('attempt.title_of', { name: person.name })}
        note={worded(reference.title)}
      >
        <Link to="/reference-calls/$referenceId" params={{ referenceId: reference.id }}>
          {t('attempt.to_reference')}
        </Link>
      </PageHeader>
      <dl className={styles.facts}>
        <Fact name={t('attempt.agreement')}>
          <Share outcome={outcome} />
        </Fact>
        <Fact name={t('attempt.apart')}>
          {t('attempt.scores', { given: attempt.given.total ?? '–', agreed: attempt.agreed.total ?? '–' })}
        </Fact>
        <Fact name={t('column.apart')}>
          <Apart outcome={outcome} />
        </Fact>
        <Fact name={t('attempt.kappa')}>
          <Kappa outcome={outcome} />
        </Fact>
        <Fact name={t('column.finished')}>
          <Time at={attempt.finished_at} />
        </Fact>
      </dl>
      {worded(attempt.why) && <p className={styles.why}>{worded(attempt.why)}</p>}
      {hearing && <HeardBeside hearing={hearing} />}
      <div className={styles.bar}>
        <Checkbox
          checked={onlyApart}
          onChange={(event) => {
            void navigate({
              to: '/reference-attempts/$evaluationId',
              params: { evaluationId: attempt.evaluation_id },
              search: event.target.checked ? { apart: 'true' } : {},
            });
          }}
        >
          {t('attempt.only_apart')}
        </Checkbox>
      </div>
      {shown.length === 0 ? (
        <p className="muted">{t('attempt.all_alike')}</p>
      ) : (
        <Table<AttemptItem>
          rowKey="question"
          size="small"
          dataSource={shown}
          columns={columnsOf(attempt, { isOwn, hear: hearing?.hear ?? null }, t, worded)}
          pagination={false}
        />
      )}
    </>
  );
}

function columnsOf(
  { scorecard_version: { definition } }: ReferenceAttempt,
  { isOwn, hear }: { isOwn: boolean; hear: Listening['hear'] },
  t: ReturnType<typeof useTranslation<'references'>>['t'],
  worded: ReturnType<typeof useWorded>,
): TableColumnType<AttemptItem>[] {
  const points = (number: number | null) =>
    number === null ? null : <span className="muted number"> {t('attempt.points', { points: number })}</span>;
  return [
    {
      key: 'item',
      title: t('detail.item'),
      render: (_, { question }) => worded(questionOf(definition, question)?.title) || question,
    },
    {
      key: 'alike',
      title: t('column.state'),
      width: 100,
      render: (_, { is_alike }) => (
        <span className={is_alike ? 'tone tone-good' : 'tone tone-warning'}>
          {t(is_alike ? 'attempt.alike' : 'attempt.differs')}
        </span>
      ),
    },
    {
      key: 'given',
      title: t(isOwn ? 'attempt.yours' : 'attempt.theirs'),
      className: styles.answer,
      render: (_, item) => (
        <>
          <ChosenText chosen={chosenWords(questionOf(definition, item.question), item.given)} />
          {points(item.given_points)}
          <EvidenceText evidence={item.given_evidence} hear={hear} />
          {item.comment && <div className="muted">{t('attempt.comment', { text: item.comment })}</div>}
        </>
      ),
    },
    {
      key: 'agreed',
      title: t('attempt.agreed'),
      className: styles.answer,
      render: (_, item) => (
        <>
          <ChosenText chosen={chosenWords(questionOf(definition, item.question), item.agreed)} />
          {points(item.agreed_points)}
          <EvidenceText evidence={item.evidence} hear={hear} />
        </>
      ),
    },
    {
      key: 'reason',
      title: t('detail.reason'),
      render: (_, { reason }) => <div className={styles.text}>{worded(reason)}</div>,
    },
  ];
}
