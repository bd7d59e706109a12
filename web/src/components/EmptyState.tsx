// Nothing to show: says why, and what to do next.
import type { ReactNode } from 'react';

type Props = { title: string; hint?: ReactNode; children?: ReactNode };

export function EmptyState({ title, hint, children }: Props) {
  return (
    <section className="empty-state" aria-live="polite">
      <p className="empty-title">{title}</p>
      {hint && <p className="muted">{hint}</p>}
      {children && <div className="empty-actions">{children}</div>}
    </section>
  );
}
