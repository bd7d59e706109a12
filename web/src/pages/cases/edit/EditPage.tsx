// The case editor: the sound with its points above, the commentary at the left, the facts at the right.
import { useQuery } from '@tanstack/react-query';
import { useBlocker, useNavigate, useParams } from '@tanstack/react-router';
import { Button, Modal, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { caseQuery, casesChanged, shelveCase } from '../../../api/cases';
import type { Case } from '../../../api/caseShapes';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { PageHeader } from '../../../components/PageHeader';
import { useSaidChange } from '../../../components/useSaidChange';
import { CallPlayer } from '../../../player/CallPlayer';
import { useListeningKeys } from '../../call/useListeningKeys';
import { leaveFocus } from '../../review/mouseFocus';
import { ArchiveButton } from '../ArchiveButton';
import { CaseGone } from '../CaseGone';
import { CaseTags } from '../CaseTags';
import cases from '../cases.module.css';
import { SoundOr } from '../HeardCase';
import { ProposalPart } from '../ProposalPart';
import { useCasePlayback } from '../useCasePlayback';
import { ConsentsPart } from './ConsentsPart';
import styles from './edit.module.css';
import { EditionsPart } from './EditionsPart';
import { FactsPart } from './FactsPart';
import { LearnersPart } from './LearnersPart';
import { PointsPart } from './PointsPart';
import { QuestionsPart } from './QuestionsPart';
import { type CaseEditing, useCaseEditing } from './useCaseEditing';

export default function EditPage() {
  const { caseId } = useParams({ from: '/shell/cases/$caseId/edit' });
  const { data, error, refetch } = useQuery(caseQuery(caseId));
  if (error) return <CaseGone error={error} onRetry={() => void refetch()} />;
  return data ? <OneCase key={caseId} one={data} /> : <Spin />;
}

function OneCase({ one }: { one: Case }) {
  const { t } = useTranslation();
  const playback = useCasePlayback(one);
  const { transport } = playback;
  const editing = useCaseEditing(one, transport);
  useListeningKeys(transport, (code) => {
    if (code !== 'KeyN' || one.sound !== 'ready') return false;
    editing.addPoint();
    return true;
  });
  const pins = editing.draft.points.map((point) => ({
    id: String(point.number),
    kind: point.kind,
    number: point.number,
    title: t('guide:pin_shown', { number: point.number }),
    start_ms: point.at_ms - one.start_ms,
    end_ms: point.at_ms - one.start_ms,
  }));
  return (
    <div className={styles.page} onClick={leaveFocus}>
      <PageHeader title={one.teaching_line} note={<CaseTags one={one} />}>
        <Ways one={one} editing={editing} />
      </PageHeader>
      {editing.error && <ErrorNotice error={editing.error} />}
      {one.state === 'proposed' && <ProposalPart one={one} />}
      <Missing one={one} />
      <SoundOr state={one.sound}>
        <CallPlayer
          playback={playback}
          pins={pins}
          onPin={(pin) => {
            transport.seek(pin.start_ms);
            editing.openPoint(Number(pin.id));
          }}
        />
      </SoundOr>
      <div className={styles.columns}>
        <div className={styles.column}>
          <PointsPart one={one} editing={editing} transport={transport} />
          <QuestionsPart editing={editing} />
        </div>
        <div className={styles.column}>
          <FactsPart one={one} editing={editing} />
          <ConsentsPart one={one} />
          <EditionsPart one={one} editing={editing} />
          <LearnersPart id={one.id} />
        </div>
      </div>
      <Leaving isChanged={editing.isChanged} />
    </div>
  );
}

function Ways({ one, editing }: { one: Case; editing: CaseEditing }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const shelve = useSaidChange(shelveCase, casesChanged, { said: () => t('cases:edit.shelved') });
  const onShelve = () => {
    if (editing.isChanged) {
      editing.save(({ id }) => {
        shelve.mutate(id);
      });
    } else shelve.mutate(one.id);
  };
  return (
    <>
      {shelve.error && <ErrorNotice error={shelve.error} />}
      {editing.isChanged && <span className="muted">{t('cases:edit.unsaved')}</span>}
      <Button onClick={() => void navigate({ to: '/cases/$caseId', params: { caseId: one.id } })}>
        {t('cases:preview.guided')}
      </Button>
      {one.state !== 'archived' && one.state !== 'proposed' && <ArchiveButton id={one.id} />}
      <Button
        disabled={!editing.isChanged}
        loading={editing.isSaving}
        onClick={() => {
          editing.save();
        }}
      >
        {t('action.save')}
      </Button>
      {(one.state === 'draft' || one.state === 'archived') && (
        <Button type="primary" loading={shelve.isPending} onClick={onShelve}>
          {t('cases:edit.shelve')}
        </Button>
      )}
    </>
  );
}

/** What stands in the way of the shelf, before somebody runs into it. */
function Missing({ one }: { one: Case }) {
  const { t } = useTranslation();
  const missing = one.desk?.missing ?? [];
  if (missing.length === 0 || one.state === 'proposed') return null;
  return (
    <section className={cases.missing} aria-label={t('cases:edit.missing')}>
      <p>{t('cases:edit.missing')}</p>
      <ul>
        {missing.map((code) => (
          <li key={code}>{t(`cases:missing.${code}`)}</li>
        ))}
      </ul>
    </section>
  );
}

/** Asks before what is not saved is left behind. */
function Leaving({ isChanged }: { isChanged: boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker({
    shouldBlockFn: () => isChanged,
    enableBeforeUnload: false,
    withResolver: true,
  });
  return (
    <Modal
      open={blocker.status === 'blocked'}
      title={t('cases:edit.leave_title')}
      okText={t('cases:edit.leave')}
      cancelText={t('cases:edit.stay')}
      onOk={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    >
      <p>{t('cases:edit.leave_hint')}</p>
    </Modal>
  );
}
