// Guided playback of one case: it stops before each point, asks, shows, and goes on.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Button, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { caseQuery } from '../../../api/cases';
import type { Case, Learning } from '../../../api/caseShapes';
import { learningQuery } from '../../../api/learning';
import { EmptyState } from '../../../components/EmptyState';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { PageHeader } from '../../../components/PageHeader';
import { CallPlayer } from '../../../player/CallPlayer';
import { useListeningKeys } from '../../call/useListeningKeys';
import { leaveFocus } from '../../review/mouseFocus';
import { CaseGone } from '../CaseGone';
import { CaseTags } from '../CaseTags';
import { AlteredNotice } from '../HeardCase';
import { useCasePlayback } from '../useCasePlayback';
import { ClosingPart } from './ClosingPart';
import styles from './guide.module.css';
import { guidePins } from './guidePins';
import { PointPart } from './PointPart';
import { SaidSoFar } from './SaidSoFar';
import { TalkPart } from './TalkPart';
import { useGuide } from './useGuide';
import { useKeptLearning } from './useKeptLearning';

export default function GuidePage() {
  const { caseId } = useParams({ from: '/shell/cases/$caseId' });
  const one = useQuery(caseQuery(caseId));
  const learning = useQuery(learningQuery(caseId));
  const error = one.error ?? learning.error;
  if (error) return <CaseGone error={error} onRetry={() => void one.refetch()} />;
  if (!one.data || !learning.data) return <Spin />;
  return <OneCase key={caseId} one={one.data} learning={learning.data.learning} />;
}

function OneCase({ one, learning }: { one: Case; learning: Learning | null }) {
  const { t } = useTranslation();
  return (
    <div className={styles.page} onClick={leaveFocus}>
      <PageHeader title={one.teaching_line} note={<CaseTags one={one} />}>
        <Ways one={one} />
      </PageHeader>
      <AlteredNotice one={one} />
      {one.sound === 'ready' ? (
        <Guided one={one} known={learning} />
      ) : (
        <EmptyState title={t(`guide:sound.${one.sound}`)} hint={t(`guide:sound.${one.sound}_hint`)} />
      )}
      <TalkPart one={one} />
    </div>
  );
}

function Ways({ one }: { one: Case }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <>
      <Button onClick={() => void navigate({ to: '/cases' })}>{t('guide:to_the_library')}</Button>
      {one.view === 'editor' && (
        <Button onClick={() => void navigate({ to: '/cases/$caseId/edit', params: { caseId: one.id } })}>
          {t('guide:edit')}
        </Button>
      )}
    </>
  );
}

function Guided({ one, known }: { one: Case; known: Learning | null }) {
  const { t } = useTranslation();
  const playback = useCasePlayback(one);
  const keeps = one.state === 'shelved';
  const learning = useKeptLearning(one.id, known, keeps);
  const guiding = useGuide(one, playback, learning);
  const { guide, points } = guiding;
  useListeningKeys(playback.transport, undefined, guiding.onKey);
  const pins = guidePins(points, guide, (point, isShown) =>
    t(isShown ? 'guide:pin_shown' : 'guide:pin', { number: point.number }),
  );
  return (
    <>
      <CallPlayer
        playback={playback}
        pins={pins}
        onPin={(pin) => {
          const place = points.findIndex((point) => `point ${point.number}` === pin.id);
          if (place < guide.reached) guiding.lookBack(place);
          else playback.transport.seek(pin.start_ms);
        }}
      />
      {learning.error && <ErrorNotice error={learning.error} />}
      <div className={styles.columns}>
        <div>
          {points.length === 0 && <NoPoints one={one} />}
          {guide.phase === 'questions' ? (
            <ClosingPart one={one} guiding={guiding} learning={learning} />
          ) : (
            <PointPart guiding={guiding} learning={learning} />
          )}
          <p className={`muted ${styles.kept ?? ''}`} role="status">
            {t(keeps ? (learning.isKept ? 'guide:kept' : 'guide:keeping') : 'guide:not_kept')}
          </p>
        </div>
        <SaidSoFar one={one} transport={playback.transport} isOpen={guide.reached >= points.length} />
      </div>
    </>
  );
}

function NoPoints({ one }: { one: Case }) {
  const { t } = useTranslation();
  const mayEdit = one.view === 'editor';
  return (
    <EmptyState title={t('guide:no_points')} hint={mayEdit && t('guide:first_point')}>
      {mayEdit && (
        <Link to="/cases/$caseId/edit" params={{ caseId: one.id }}>
          {t('guide:edit')}
        </Link>
      )}
    </EmptyState>
  );
}
