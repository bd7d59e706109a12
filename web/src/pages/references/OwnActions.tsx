// What the reader can do with a reference call: score it blind, go on, see how it went.
import { Link } from '@tanstack/react-router';
import { Button, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ReferenceCall } from '../../api/references';
import { useMay } from '../../app/me';
import { useWorded } from '../../i18n/words';

type Props = { reference: ReferenceCall; isBusy: boolean; onBegin: (id: string) => void };

export function OwnActions({ reference, isBusy, onBegin }: Props) {
  const { t } = useTranslation('references');
  const worded = useWorded();
  const scores = useMay('score_references');
  const title = worded(reference.title);
  const { open, finished, is_known } = reference.own;
  const last = finished.at(-1);
  const canBegin =
    scores && open === null && !is_known && !reference.retired_at && reference.call_id !== null;
  return (
    <Space size="small" wrap>
      {open !== null && (
        <Link
          to="/review/$evaluationId"
          params={{ evaluationId: open }}
          aria-label={t('action.go_on_of', { title })}
        >
          {t('action.go_on')}
        </Link>
      )}
      {canBegin && (
        <Button
          size="small"
          type={last ? 'default' : 'primary'}
          disabled={isBusy}
          aria-label={last ? undefined : t('action.score_of', { title })}
          onClick={() => {
            onBegin(reference.id);
          }}
        >
          {last ? t('action.again') : t('action.score')}
        </Button>
      )}
      {last && (
        <Link
          to="/reference-attempts/$evaluationId"
          params={{ evaluationId: last.evaluation_id }}
          aria-label={t('action.result_of', { title })}
        >
          {t('action.result')}
        </Link>
      )}
    </Space>
  );
}

/** What the reference call is to the reader, in words. */
export function OwnState({ reference }: { reference: ReferenceCall }) {
  const { t } = useTranslation('references');
  const { open, finished, is_known } = reference.own;
  const last = finished.at(-1);
  if (open !== null) return <span className="tone">{t('own.open')}</span>;
  if (last) return <span className="number">{t('own.done', last.outcome)}</span>;
  if (reference.call_id === null) return <span className="muted">{t('own.gone')}</span>;
  return <span className="muted">{t(is_known ? 'own.known' : 'own.none')}</span>;
}
