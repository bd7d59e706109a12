// What a trainer prepares on other pages: case reviews that are still to be held, reference calls, shelves,
// clips.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { caseReviewsQuery } from '../../api/caseReviews';
import { librariesQuery } from '../../api/cases';
import { clipsQuery } from '../../api/clips';
import { referencesQuery } from '../../api/references';
import { useMay } from '../../app/me';
import { Duration } from '../../components/Duration';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Time } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import { Part } from './DeskPage';
import styles from './desk.module.css';

/** How many of each are shown; the page of its own has them all. */
const SHOWN = 5;

export function ElsewherePart() {
  const holds = useMay('run_case_reviews');
  const prepares = useMay('prepare_references');
  const makesClips = useMay('make_clips');
  return (
    <>
      {holds && <ToHold />}
      {prepares && <References />}
      <ShelvesPart />
      {makesClips && <Clips />}
    </>
  );
}

function ToHold() {
  const { t } = useTranslation();
  const { data, error } = useQuery(caseReviewsQuery({ state: 'planned,sent,open', limit: SHOWN }));
  return (
    <Part title={t('learning:desk.to_hold')} count={data?.total}>
      {error && <ErrorNotice error={error} />}
      {data?.items.length === 0 && <p className="muted">{t('learning:desk.none_to_hold')}</p>}
      <ul>
        {data?.items.map((one) => (
          <li key={one.id} className={styles.row}>
            <Link to="/case-reviews/$reviewId" params={{ reviewId: one.id }}>
              {one.title}
            </Link>{' '}
            <span className="muted">
              {t(`reviews:state.${one.state}`)} · <Time at={one.held_at} />
            </span>
          </li>
        ))}
      </ul>
      <Link to="/case-reviews">{t('nav.case_reviews')}</Link>
    </Part>
  );
}

function References() {
  const { t } = useTranslation();
  const worded = useWorded();
  const { data, error } = useQuery(referencesQuery({ retired: false, limit: SHOWN }));
  return (
    <Part title={t('nav.references')} count={data?.total}>
      {error && <ErrorNotice error={error} />}
      {data?.items.length === 0 && <p className="muted">{t('references:page.none_hint')}</p>}
      <ul>
        {data?.items.map((one) => (
          <li key={one.id} className={styles.row}>
            <Link to="/reference-calls/$referenceId" params={{ referenceId: one.id }}>
              {worded(one.title)}
            </Link>{' '}
            <span className="muted">{worded(one.card.title) || one.card.key}</span>
          </li>
        ))}
      </ul>
      <Link to="/reference-calls">{t('learning:desk.results')}</Link>
    </Part>
  );
}

function Clips() {
  const { t } = useTranslation();
  const { data, error } = useQuery(clipsQuery({ limit: SHOWN }));
  return (
    <Part title={t('clips:page.title')} count={data?.total}>
      {error && <ErrorNotice error={error} />}
      {data?.items.length === 0 && <p className="muted">{t('clips:make_hint')}</p>}
      <ul>
        {data?.items.map((one) => (
          <li key={one.id} className={styles.row}>
            <Link to="/clips/$clipId" params={{ clipId: one.id }}>
              {one.title}
            </Link>{' '}
            <span className="muted">
              {one.made_by.name} · <Duration ms={one.end_ms - one.start_ms} />
            </span>
          </li>
        ))}
      </ul>
      <Link to="/clips">{t('clips:page.all')}</Link>
    </Part>
  );
}

function ShelvesPart() {
  const { t } = useTranslation();
  const worded = useWorded();
  const { data, error } = useQuery(librariesQuery);
  const open = (data?.items ?? []).filter(({ retired_at }) => retired_at === null);
  return (
    <Part title={t('cases:shelf.title')} count={data && open.length}>
      {error && <ErrorNotice error={error} />}
      <ul>
        {open.map((one) => (
          <li key={one.id} className={styles.row}>
            <Link to="/cases" search={{ library_id: one.id }}>
              {worded(one.name)}
            </Link>{' '}
            <span className="muted number">{one.shelved}</span>
          </li>
        ))}
      </ul>
    </Part>
  );
}
