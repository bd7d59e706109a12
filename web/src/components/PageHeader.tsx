// The head of every page: what it is, and its main actions at the right.
import { type ReactNode, useEffect } from 'react';

type Props = { title: string; note?: ReactNode; children?: ReactNode };

export function PageHeader({ title, note, children }: Props) {
  useEffect(() => {
    document.title = `${title} · earmark`;
  }, [title]);
  return (
    <header className="page-header">
      <h1>{title}</h1>
      {note && <div className="muted">{note}</div>}
      {children && <div className="page-actions">{children}</div>}
    </header>
  );
}
