// Whether those who are heard agree; asked once, answered by each of them.
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { askConsent, casesChanged, consentsQuery, librariesQuery } from '../../../api/cases';
import type { Case } from '../../../api/caseShapes';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { Time } from '../../../components/Time';
import { useSaidChange } from '../../../components/useSaidChange';
import { CONSENT_TONES } from '../kinds';
import styles from './edit.module.css';

const MESSAGE_MOST = 1_000;

export function ConsentsPart({ one }: { one: Case }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(consentsQuery(one.id));
  const libraries = useQuery(librariesQuery).data?.items;
  const instead = libraries?.find(({ id }) => id === one.library.id)?.instead_of_consent;
  return (
    <section className={styles.part} aria-labelledby="consents">
      <h2 id="consents">{t('cases:consent.title')}</h2>
      <p className="muted">
        {t(one.library.kind === 'warning' ? 'cases:consent.needed' : 'cases:consent.not_needed')}
      </p>
      {instead?.altered_voice && <p className="muted">{t('cases:consent.instead_altered')}</p>}
      {instead?.other_sites && <p className="muted">{t('cases:consent.instead_elsewhere')}</p>}
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      <ul>
        {data?.items.map((consent) => (
          <li key={consent.person?.id ?? consent.asked_at} className={styles.consent}>
            {consent.person?.name}{' '}
            <span className={CONSENT_TONES[consent.state]}>{t(`cases:consent.state.${consent.state}`)}</span>{' '}
            <span className="muted">
              <Time at={consent.answered_at ?? consent.asked_at} />
            </span>
          </li>
        ))}
      </ul>
      {one.desk?.is_somebody_unknown && <p className="muted">{t('cases:consent.unknown')}</p>}
      <AskButton one={one} isAgain={(data?.items.length ?? 0) > 0} />
    </section>
  );
}

function AskButton({ one, isAgain }: { one: Case; isAgain: boolean }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const [message, setMessage] = useState('');
  const ask = useSaidChange(askConsent, casesChanged, {
    said: () => t('cases:consent.was_asked'),
    onDone: () => {
      setIsOpen(false);
    },
  });
  return (
    <Popover
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger="click"
      placement="bottomLeft"
      content={
        <div className={styles.ask}>
          <Input.TextArea
            value={message}
            maxLength={MESSAGE_MOST}
            autoSize={{ minRows: 2, maxRows: 6 }}
            placeholder={t('cases:consent.message')}
            aria-label={t('cases:consent.message')}
            onChange={(event) => {
              setMessage(event.target.value);
            }}
          />
          {ask.error && <ErrorNotice error={ask.error} />}
          <Button
            type="primary"
            loading={ask.isPending}
            onClick={() => {
              ask.mutate({ id: one.id, ...(message.trim() && { message: message.trim() }) });
            }}
          >
            {t('cases:consent.send')}
          </Button>
        </div>
      }
    >
      <Button size="small" aria-expanded={isOpen}>
        {t(isAgain ? 'cases:consent.ask_again' : 'cases:consent.ask')}
      </Button>
    </Popover>
  );
}
