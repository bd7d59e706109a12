// What the reader is asked: whether others may learn from a call of theirs. It is heard first; a yes can
// be taken back at any time.
import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerConsent, caseQuery, casesChanged, ownConsentsQuery } from '../../api/cases';
import type { OwnConsent } from '../../api/caseShapes';
import { useWorded } from '../../i18n/words';
import { HeardCase } from '../../pages/cases/HeardCase';
import { CONSENT_TONES, KIND_TONES } from '../../pages/cases/kinds';
import { ErrorNotice } from '../ErrorNotice';
import { useSaidChange } from '../useSaidChange';
import styles from './learning.module.css';

export function OwnConsents() {
  const { t } = useTranslation();
  const { data, error } = useQuery(ownConsentsQuery);
  if (error) return <ErrorNotice error={error} />;
  if (!data || data.items.length === 0) return null;
  return (
    <section className={styles.tasks} aria-labelledby="own-consents">
      <h3 id="own-consents">{t('learning:consent.title')}</h3>
      <p className="muted">{t('learning:consent.hint')}</p>
      <ul>
        {data.items.map((asked) => (
          <OneConsent key={asked.consent.case_id} asked={asked} />
        ))}
      </ul>
    </section>
  );
}

function OneConsent({ asked: { consent, case: one } }: { asked: OwnConsent }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const [hears, setHears] = useState(false);
  const [heard, setHeard] = useState(false);
  const { case_id: id, state } = consent;
  const answer = useSaidChange(answerConsent, casesChanged, { said: () => t('learning:consent.said') });
  // A press may still be on its way when the state it led to is shown: only its own button waits for it.
  const sends = (what: 'given' | 'refused') => answer.isPending && answer.variables.answer === what;
  return (
    <li className={styles.consent}>
      <div>
        <span className={KIND_TONES[one.library.kind]}>{worded(one.library.name)}</span>{' '}
        <strong>{one.teaching_line}</strong>{' '}
        {state !== 'open' && (
          <span className={CONSENT_TONES[state]}>{t(`cases:consent.state.${state}`)}</span>
        )}
      </div>
      {consent.message && <p>{consent.message}</p>}
      {hears && <Heard id={id} />}
      {answer.error && <ErrorNotice error={answer.error} />}
      <div className={styles.actions}>
        {!hears && (
          <Button
            size="small"
            onClick={() => {
              setHears(true);
              setHeard(true);
            }}
          >
            {t('learning:consent.hear')}
          </Button>
        )}
        {state === 'given' ? (
          <Popconfirm
            title={t('learning:consent.withdraw_confirm')}
            okText={t('learning:consent.withdraw')}
            cancelText={t('action.cancel')}
            onConfirm={() => {
              answer.mutate({ id, answer: 'refused' });
            }}
          >
            <Button size="small" loading={sends('refused')}>
              {t('learning:consent.withdraw')}
            </Button>
          </Popconfirm>
        ) : (
          <>
            <Button
              size="small"
              type="primary"
              disabled={!heard}
              title={heard ? undefined : t('learning:consent.hear_first')}
              loading={sends('given')}
              onClick={() => {
                answer.mutate({ id, answer: 'given' });
              }}
            >
              {t('learning:consent.give')}
            </Button>
            {state === 'open' && (
              <Button
                size="small"
                loading={sends('refused')}
                onClick={() => {
                  answer.mutate({ id, answer: 'refused' });
                }}
              >
                {t('learning:consent.refuse')}
              </Button>
            )}
          </>
        )}
      </div>
    </li>
  );
}

function Heard({ id }: { id: string }) {
  const { data, error } = useQuery(caseQuery(id));
  if (error) return <ErrorNotice error={error} />;
  return data ? <HeardCase one={data} /> : <Spin />;
}
