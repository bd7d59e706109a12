// The third step: what to send it with, and waiting for the first recording.
import { CheckCircleFilled, LoadingOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { addToken, type Source, sourceQuery } from '../../api/sources';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Time } from '../../components/Time';
import { commandOf } from './command';
import { FolderView } from './FolderView';
import { SecretBox } from './SecretBox';
import styles from './sources.module.css';
import { useSourceChange } from './useSourceChange';

/** How often it is asked whether something came. */
const ASK_MS = 2_000;

type Props = { source: Source; onBack: () => void };

export function StepArrival({ source, onBack }: Props) {
  const { t } = useTranslation();
  const { id, kind } = source.status;
  return (
    <>
      {kind === 'watch_folder' && <p>{t('sources:connect.folder')}</p>}
      {kind === 'import' && (
        <p>
          {t('sources:connect.import')} <Link to="/calls/import">{t('cdr:open')}</Link>
        </p>
      )}
      {kind === 'watch_folder' ? <FolderView sourceId={id} mayManage /> : <WithToken id={id} />}
      <Waiting id={id} />
      <div className={styles.bar2}>
        <Button onClick={onBack}>{t('sources:connect.back')}</Button>
        <Link to="/sources/$sourceId" params={{ sourceId: id }}>
          <Button tabIndex={-1}>{t('sources:connect.to_source')}</Button>
        </Link>
      </div>
    </>
  );
}

function WithToken({ id }: { id: string }) {
  const { t } = useTranslation();
  const make = useSourceChange(() => addToken(id, t('sources:connect.token_name')));
  const command = commandOf(window.location.origin, make.data?.secret ?? null);
  return (
    <section>
      <p className={styles.hint}>{t('sources:connect.token_hint')}</p>
      {make.error && <ErrorNotice error={make.error} />}
      {make.data ? (
        <SecretBox secret={make.data.secret} />
      ) : (
        <Button
          type="primary"
          loading={make.isPending}
          onClick={() => {
            make.mutate(undefined);
          }}
        >
          {t('sources:connect.make_token')}
        </Button>
      )}
      <p className={styles.hint}>{t('sources:connect.command_hint')}</p>
      <div className={styles.command}>
        <Typography.Text copyable={{ text: command }}>{command}</Typography.Text>
      </div>
    </section>
  );
}

function Waiting({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    ...sourceQuery(id),
    refetchInterval: ({ state }) => (state.data?.status.last_arrival_at ? false : ASK_MS),
  });
  const arrived = data?.status.last_arrival_at ?? null;
  return (
    <div
      className={arrived === null ? styles.waiting : `${styles.waiting ?? ''} ${styles.arrived ?? ''}`}
      role="status"
    >
      {arrived === null ? (
        <>
          <LoadingOutlined aria-hidden />
          <span>{t('sources:connect.waiting')}</span>
        </>
      ) : (
        <>
          <CheckCircleFilled aria-hidden className={styles.tick ?? ''} />
          <span>
            {t('sources:connect.arrived')} <Time at={arrived} form="second" />
          </span>
          <Link to="/calls">{t('sources:connect.to_calls')}</Link>
        </>
      )}
    </div>
  );
}
