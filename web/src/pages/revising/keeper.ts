// The content of a revision while it is made: kept in this window alone until it is sent.
import type { Evaluation, Open, Preview } from '../../api/types';
import type { Card } from '../../scorecard/types';
import type { Content } from '../review/draft';
import type { SheetKeeper } from '../review/sheetActions';
import { contentOf, putBack, regrounded, stillOpen } from './changes';

export interface RevisionDesk {
  content: Content;
  open: Open[];
  preview: Preview;
}

export class RevisionKeeper implements SheetKeeper {
  readonly card: Card;
  readonly before: Content;
  private readonly listeners = new Set<() => void>();
  private snapshot: RevisionDesk;

  constructor(evaluation: Evaluation) {
    this.card = evaluation.scorecard_version.definition;
    this.before = contentOf(evaluation);
    this.snapshot = { content: this.before, open: [], preview: evaluation.preview };
  }

  readonly desk = (): RevisionDesk => this.snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  change(edit: (content: Content) => Content): void {
    const { content } = this.snapshot;
    const next = edit(content);
    if (next === content) return;
    const before = this.before.answers;
    const answers =
      next.answers === content.answers
        ? content.answers
        : regrounded(this.card, before, content.answers, next.answers);
    this.show({ content: { ...next, answers }, open: stillOpen(this.card, before, answers) });
  }

  /** One item as it was before. */
  putBack(key: string): void {
    const before = this.before.answers;
    const { content } = this.snapshot;
    const answers = putBack(this.card, before, content.answers, key);
    this.show({ content: { ...content, answers }, open: stillOpen(this.card, before, answers) });
  }

  /** What it would come to, once the server has said so. */
  foresee(preview: Preview): void {
    this.show({ preview });
  }

  flush(): Promise<boolean> {
    return Promise.resolve(true);
  }

  private show(part: Partial<RevisionDesk>): void {
    this.snapshot = { ...this.snapshot, ...part };
    for (const listener of this.listeners) listener();
  }
}
