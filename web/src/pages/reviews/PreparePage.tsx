// A case review is prepared: when, for which teams, in which running order, made out of the week's flags.
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { caseReviewQuery } from '../../api/caseReviews';
import { oneOf } from '../../app/search';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { PrepareForm } from './PrepareForm';

export default function PreparePage() {
  const { t } = useTranslation('reviews');
  const id = oneOf(useSearch({ from: '/shell/case-reviews/prepare' }).review);
  const { data, error, refetch } = useQuery({ ...caseReviewQuery(id ?? ''), enabled: id !== undefined });
  return (
    <>
      <PageHeader title={t(id === undefined ? 'prepare.title' : 'prepare.change')} />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {id === undefined ? (
        <PrepareForm known={null} />
      ) : data ? (
        <PrepareForm key={data.review.edit} known={data} />
      ) : (
        !error && <Spin />
      )}
    </>
  );
}
