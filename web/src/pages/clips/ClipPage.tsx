// One clip: it plays at once.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Button, Popconfirm, Spin, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clipDownloadAddress, clipQuery, clipsChanged, deleteClip } from '../../api/clips';
import type { Clip } from '../../api/caseShapes';
import { useMay } from '../../app/me';
import { ClipDialog } from '../../components/clips/ClipDialog';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Fact } from '../../components/Fact';
import { NotHere } from '../../components/NotHere';
import { PageHeader } from '../../components/PageHeader';
import { Time } from '../../components/Time';
import { useSaidChange } from '../../components/useSaidChange';
import { clock } from '../../player/timeline';
import cases from '../cases/cases.module.css';
import { ProposeDialog } from '../cases/ProposeDialog';
import { HeardClip } from './HeardClip';

export default function ClipPage() {
  const { clipId } = useParams({ from: '/shell/clips/$clipId' });
  const { data, error, refetch } = useQuery(clipQuery(clipId));
  const { t } = useTranslation();
  if (error) {
    return (
      <NotHere
        error={error}
        title={t('clips:gone')}
        hint={t('clips:gone_hint')}
        onRetry={() => void refetch()}
      >
        <Link to="/clips">{t('clips:page.all')}</Link>
      </NotHere>
    );
  }
  return data ? <OneClip key={clipId} clip={data} /> : <Spin />;
}

function OneClip({ clip }: { clip: Clip }) {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={clip.title}>
        <Ways clip={clip} />
      </PageHeader>
      <HeardClip clip={clip} />
      <dl className={cases.facts}>
        <Fact name={t('clips:note')}>{clip.note}</Fact>
        <Fact name={t('clips:tags')}>{clip.tags.join(' · ')}</Fact>
        <Fact name={t('clips:of')}>
          <Link to="/calls/$callId" params={{ callId: clip.call_id }}>
            {clock(clip.start_ms)}–{clock(clip.end_ms)}
          </Link>
        </Fact>
        <Fact name={t('clips:made_by')}>
          {clip.made_by.name} · <Time at={clip.made_at} />
        </Fact>
      </dl>
    </>
  );
}

function Ways({ clip }: { clip: Clip }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayDownload = useMay('download_recordings');
  const mayPropose = useMay('propose_cases');
  const [open, setOpen] = useState<'change' | 'propose' | null>(null);
  const close = () => {
    setOpen(null);
  };
  const remove = useSaidChange(deleteClip, clipsChanged, {
    said: () => t('clips:removed'),
    onDone: () => void navigate({ to: '/calls/$callId', params: { callId: clip.call_id } }),
  });
  return (
    <>
      {remove.error && <ErrorNotice error={remove.error} />}
      {mayDownload && (
        <Button href={clipDownloadAddress(clip.id)} download>
          {t('clips:download')}
        </Button>
      )}
      <CopyLink />
      {clip.is_changeable && (
        <>
          <Button
            onClick={() => {
              setOpen('change');
            }}
          >
            {t('clips:change')}
          </Button>
          <Popconfirm
            title={t('clips:remove_confirm')}
            okText={t('clips:remove')}
            cancelText={t('action.cancel')}
            onConfirm={() => {
              remove.mutate(clip.id);
            }}
          >
            <Button loading={remove.isPending}>{t('clips:remove')}</Button>
          </Popconfirm>
        </>
      )}
      {mayPropose && (
        <Button
          type="primary"
          onClick={() => {
            setOpen('propose');
          }}
        >
          {t('cases:propose.open')}
        </Button>
      )}
      {open === 'change' && <ClipDialog of={clip} onClose={close} />}
      {open === 'propose' && <ProposeDialog of={{ clip_id: clip.id }} line={clip.title} onClose={close} />}
    </>
  );
}

/** The address of this page; whoever opens it signs in first. */
function CopyLink() {
  const { t } = useTranslation();
  const tooltips = [t('clips:copy_hint'), t('clips:copied')];
  return (
    <Typography.Text copyable={{ text: window.location.href, tooltips }}>{t('clips:copy')}</Typography.Text>
  );
}
