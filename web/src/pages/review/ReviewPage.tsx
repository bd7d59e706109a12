// The review page: one call heard and judged, then the next.
import './review.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Spin } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { draftQuery } from '../../api/review';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { ReviewDesk } from './ReviewDesk';

export default function ReviewPage() {
  const { t } = useTranslation('review');
  const { evaluationId } = useParams({ from: '/shell/review/$evaluationId' });
  const { data: evaluation, error, refetch } = useQuery(draftQuery(evaluationId));
  useEffect(() => {
    document.title = `${t('title')} · earmark`;
  }, [t]);
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!evaluation) return <Spin size="large" className="review-waiting" />;
  if (evaluation.state !== 'draft') {
    return (
      <EmptyState title={t(`closed.${evaluation.state}`)} hint={t('closed.hint')}>
        {evaluation.purpose === 'training' ? (
          <Link to="/reference-attempts/$evaluationId" params={{ evaluationId }}>
            {t('closed.compare')}
          </Link>
        ) : (
          <>
            <Link to="/evaluations/$evaluationId" params={{ evaluationId }}>
              {t('closed.read')}
            </Link>
            <Link to="/today">{t('closed.today')}</Link>
          </>
        )}
      </EmptyState>
    );
  }
  // Tied to a call, or untied, it is another desk: notes and evidence lie elsewhere.
  return <ReviewDesk key={`${evaluation.id} ${evaluation.call_id ?? ''}`} evaluation={evaluation} />;
}
