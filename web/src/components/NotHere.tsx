// A page of something that is not there (any more): says what may have become of it. Whatever else went wrong
// is said as everywhere.
import type { ReactNode } from 'react';
import { problemFrom } from '../api/problem';
import { EmptyState } from './EmptyState';
import { ErrorNotice } from './ErrorNotice';

const NOT_THERE = [404, 410];

type Props = { error: unknown; title: string; hint: string; onRetry: () => void; children?: ReactNode };

export function NotHere({ error, title, hint, onRetry, children }: Props) {
  if (!NOT_THERE.includes(problemFrom(error).status)) return <ErrorNotice error={error} onRetry={onRetry} />;
  return (
    <EmptyState title={title} hint={hint}>
      {children}
    </EmptyState>
  );
}
