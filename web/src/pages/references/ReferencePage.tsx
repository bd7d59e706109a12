// One reference call: scored blind from here; what was agreed on, once the reader may know.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { App, Button, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  attemptsQuery,
  lookAtAgreed,
  type ReferenceDetail,
  referenceQuery,
  referencesChanged,
  retireReference,
} from '../../api/references';
import { useMay } from '../../app/me';
import { oneOf } from '../../app/search';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Fact } from '../../components/Fact';
import { AssignLearningDialog } from '../../components/learning/AssignLearningDialog';
import { PageHeader } from '../../components/PageHeader';
import { Time } from '../../components/Time';
import { useSaidChange } from '../../components/useSaidChange';
import { useWorded } from '../../i18n/words';
import { AgreedPart } from './AgreedPart';
import { OwnActions, OwnState } from './OwnActions';
import styles from './references.module.css';
import { ResultsTable } from './ResultsTable';
import { useBegin } from './useBegin';
import { WordsDialog } from './WordsDialog';

export default function ReferencePage() {
  const { t } = useTranslation();
  const { referenceId } = useParams({ from: '/shell/reference-calls/$referenceId' });
  const { data, error, refetch } = useQuery(referenceQuery(referenceId));
  if (error) {
    return (
      <>
        <PageHeader title={t('nav.references')} />
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  return data ? <Read detail={data} /> : <Spin />;
}

function Read({ detail }: { detail: ReferenceDetail }) {
  const { t } = useTranslation('references');
  const worded = useWorded();
  const { reference, agreed, may_look } = detail;
  const prepares = useMay('prepare_references');
  const begin = useBegin();
  return (
    <>
      <PageHeader
        title={worded(reference.title)}
        note={t('detail.made_by', { name: reference.made_by.name })}
      >
        <OwnActions reference={reference} isBusy={begin.isPending} onBegin={begin.mutate} />
        {prepares && <PrepareActions detail={detail} />}
      </PageHeader>
      {begin.error && <ErrorNotice error={begin.error} />}
      {reference.retired_at && <p className="tone tone-warning">{t('detail.retired')}</p>}
      <dl className={styles.facts}>
        <Fact name={t('column.card')}>
          {t('card_version', {
            title: worded(reference.card.title) || reference.card.key,
            number: reference.card.version,
          })}
        </Fact>
        <Fact name={t('column.made')}>
          <Time at={reference.made_at} />
        </Fact>
        <Fact name={t('column.own')}>
          <OwnState reference={reference} />
        </Fact>
      </dl>
      {agreed ? (
        <AgreedPart detail={detail} agreed={agreed} />
      ) : (
        <p className="muted">
          {t('detail.blind')} {may_look && <LookButton id={reference.id} />}
        </p>
      )}
      <Attempts id={reference.id} />
    </>
  );
}

/** Asks first: whoever has looked cannot score it blind. */
function LookButton({ id }: { id: string }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const look = useSaidChange(lookAtAgreed, referencesChanged, {});
  return (
    <>
      <Button
        size="small"
        loading={look.isPending}
        onClick={() => {
          void modal.confirm({
            title: t('references:detail.look_title'),
            content: t('references:detail.look_hint'),
            okText: t('references:detail.look_yes'),
            cancelText: t('action.cancel'),
            onOk: () => {
              look.mutate(id);
            },
          });
        }}
      >
        {t('references:detail.look')}
      </Button>
      {look.error && <ErrorNotice error={look.error} />}
    </>
  );
}

/** Gives it to inspectors and trainers, to be scored until a day. */
function AssignButton({ reference: { id, title } }: Pick<ReferenceDetail, 'reference'>) {
  const { t } = useTranslation();
  const worded = useWorded();
  const [isAssigning, setAssigning] = useState(false);
  return (
    <>
      <Button
        onClick={() => {
          setAssigning(true);
        }}
      >
        {t('learning:assign.open')}
      </Button>
      {isAssigning && (
        <AssignLearningDialog
          of={{ reference_call_id: id, name: worded(title) }}
          onClose={() => {
            setAssigning(false);
          }}
        />
      )}
    </>
  );
}

function PrepareActions({ detail }: { detail: ReferenceDetail }) {
  const { t } = useTranslation('references');
  const [isWriting, setWriting] = useState(false);
  const { reference, agreed } = detail;
  const isRetired = Boolean(reference.retired_at);
  const retire = useSaidChange(retireReference, referencesChanged, {
    said: ({ reference: now }) => t(now.retired_at ? 'detail.is_retired' : 'detail.is_back'),
  });
  const reads = useMay('view_results');
  const assigns = useMay('assign_learning');
  return (
    <>
      {agreed && (
        <Button
          onClick={() => {
            setWriting(true);
          }}
        >
          {t('detail.words')}
        </Button>
      )}
      {agreed && reads && (
        <Link to="/evaluations/$evaluationId" params={{ evaluationId: agreed.evaluation_id }}>
          {t('detail.evaluation')}
        </Link>
      )}
      {assigns && !isRetired && <AssignButton reference={reference} />}
      <Button
        loading={retire.isPending}
        onClick={() => {
          retire.mutate({ id: reference.id, retired: !isRetired });
        }}
      >
        {t(isRetired ? 'detail.take_up' : 'detail.retire')}
      </Button>
      {retire.error && <ErrorNotice error={retire.error} />}
      {agreed && isWriting && (
        <WordsDialog
          detail={detail}
          agreed={agreed}
          onClose={() => {
            setWriting(false);
          }}
        />
      )}
    </>
  );
}

function Attempts({ id }: { id: string }) {
  const { t } = useTranslation('references');
  const search = useSearch({ from: '/shell/reference-calls/$referenceId' });
  const { data, error, isPending, refetch } = useQuery(attemptsQuery(id, { cursor: oneOf(search.cursor) }));
  return (
    <section className={styles.attempts}>
      <h2>{t('detail.attempts')}</h2>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 ? (
        <p className="muted">{t('detail.no_attempts')}</p>
      ) : (
        <ResultsTable rows={data?.items ?? []} isPending={isPending} ofOne />
      )}
    </section>
  );
}
