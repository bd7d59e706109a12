// The case editor: the sound with its points above, the commentary at the left, the facts at the right.
import { useQuery } from '@tanstack/react-query';
import { useBlocker, useNavigate, useParams } from '@tanstack/react-router';
import { Alert, Button, Modal, Spin } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { caseQuery, casesChanged, shelveCase } from '../../../api/cases';
import type { Case } from '../../../api/caseShapes';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { PageHeader } from '../../../components/PageHeader';
import { useSaidChange } from '../../../components/useSaidChange';
import { useCoded } from '../../../i18n/words';
import { CallPlayer } from '../../../player/CallPlayer';
import { useSoundPlayback } from '../../../player/useSoundPlayback';
import { useListeningKeys } from '../../call/useListeningKeys';
import { leaveFocus } from '../../review/mouseFocus';
import { ArchiveButton } from '../ArchiveButton';
import { CaseTags } from '../CaseTags';
import { SoundOr } from '../HeardCase';
import { ProposalPart } from '../ProposalPart';
import { soundOfCase } from '../sound';
import { ConsentsPart } from './ConsentsPart';
import styles from './edit.module.css';
import { FactsPart } from './FactsPart';
import { LearnersPart } from './LearnersPart';
import { PointsPart } from './PointsPart';
import { QuestionsPart } from './QuestionsPart';
import { type CaseEditing, useCaseEditing } from './useCaseEditing';

export default function EditPage() {
  const { caseId } = useParams({ from: '/shell/cases/$caseId/edit' });
  const { data, error, refetch } = useQuery(caseQuery(caseId));
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  return data ? <OneCase key={caseId} one={data} /> : <Spin />;
}

function OneCase({ one }: { one: Case }) {
  const { t } = useTranslation();
  const { id, sound: known } = one;
  const sound = useMemo(() => soundOfCase({ id, sound: known }), [id, known]);
  const playback = useSoundPlayback(sound);
  const { transport } = playback;
  const editing = useCaseEditing(one, transport);
  useListeningKeys(transport, (code) => {
    if (code !== 'KeyN' || known.state !== 'ready') return false;
    editing.addPoint();
    return true;
  });
  const pins = editing.draft.points.map((point) => ({
    id: String(point.number),
    kind: point.kind,
    number: point.number,
    title: t(`guide:kind.${point.kind}`),
    start_ms: point.at_ms - known.start_ms,
    end_ms: point.at_ms - known.start_ms,
  }));
  return (
    <div className={styles.page} onClick={leaveFocus}>
      <PageHeader title={one.teaching_line} note={<CaseTags one={one} />}>
        <Ways one={one} editing={editing} />
      </PageHeader>
      {editing.error && <ErrorNotice error={editing.error} />}
      {one.state === 'proposed' && <ProposalPart one={one} />}
      <Missing one={one} />
      <SoundOr state={known.state}>
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
          <FactsPart editing={editing} />
          <ConsentsPart one={one} />
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
  const coded = useCoded();
  if (one.missing.length === 0 || one.state === 'proposed') return null;
  return (
    <Alert
      type="info"
      showIcon
      title={t('cases:edit.missing')}
      description={
        <ul className={styles.missing}>
          {one.missing.map((code) => (
            <li key={code}>{coded('case_missing', code)}</li>
          ))}
        </ul>
      }
    />
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
