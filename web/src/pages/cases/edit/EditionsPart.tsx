// The editions of a commentary: who wrote what, and when; an older one is read, or taken up again.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { editionsQuery } from '../../../api/cases';
import type { Case, CaseEdition } from '../../../api/caseShapes';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { Time } from '../../../components/Time';
import styles from './edit.module.css';
import { EditionDrawer } from './EditionDrawer';
import type { CaseEditing } from './useCaseEditing';

type Props = { one: Case; editing: CaseEditing };

export function EditionsPart({ one, editing }: Props) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(editionsQuery(one.id));
  const [read, setRead] = useState<CaseEdition | null>(null);
  const editions = data?.items ?? [];
  const takeUp = ({ teaching_line, why, points, questions }: CaseEdition) => {
    editing.change({ teaching_line, why, points, questions });
    setRead(null);
  };
  if (data?.items.length === 0) return null;
  return (
    <section className={styles.part} aria-labelledby="editions">
      <h2 id="editions">{t('cases:editions.title')}</h2>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      <ul>
        {editions.map((edition) => (
          <li key={edition.number} className={styles.consent}>
            {t('cases:editions.of', { number: edition.number, name: edition.written_by.name })}{' '}
            <span className="muted">
              <Time at={edition.written_at} /> ·{' '}
              {t('cases:editions.points', { count: edition.points.length })}
            </span>{' '}
            {edition.number === one.edition ? (
              <span className="tone">{t('cases:editions.present')}</span>
            ) : (
              <Ways
                edition={edition}
                onRead={() => {
                  setRead(edition);
                }}
                onTakeUp={() => {
                  takeUp(edition);
                }}
              />
            )}
          </li>
        ))}
      </ul>
      {read && (
        <EditionDrawer
          one={one}
          edition={read}
          present={editions.find(({ number }) => number === one.edition)}
          onTakeUp={() => {
            takeUp(read);
          }}
          onClose={() => {
            setRead(null);
          }}
        />
      )}
    </section>
  );
}

type WaysProps = { edition: CaseEdition; onRead: () => void; onTakeUp: () => void };

function Ways({ edition: { number }, onRead, onTakeUp }: WaysProps) {
  const { t } = useTranslation();
  return (
    <>
      <Button size="small" type="link" aria-label={t('cases:editions.read_of', { number })} onClick={onRead}>
        {t('cases:editions.read')}
      </Button>
      <Button size="small" type="link" onClick={onTakeUp}>
        {t('cases:editions.take')}
      </Button>
    </>
  );
}
