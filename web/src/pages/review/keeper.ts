// One evaluation being worked on: its content, its steps back, its saving, and what the server says
// of it. The page only shows what stands here.
import { readEvaluation, saveDraft } from '../../api/review';
import type { Evaluation, Open, Preview } from '../../api/types';
import { settle } from '../../scorecard/answers';
import { allOpen, openItems } from '../../scorecard/requirements';
import type { Card } from '../../scorecard/types';
import { Autosave, type SaveStatus, type Stored, withLeftovers } from './autosave';
import { changed, type Content, type Draft, draftOf, replaced, undone } from './draft';
import { Leftovers } from './leftovers';
import type { Merged } from './merge';

export interface Desk {
  content: Content;
  canUndo: boolean;
  status: SaveStatus;
  /** What stands in the way of the release. */
  open: Open[];
  preview: Preview;
  /** What was last taken over from another window. */
  merged: Merged | null;
}

/** How the keeper reaches the server; tests give their own. */
export interface Server {
  save: typeof saveDraft;
  read: (evaluation_id: string) => Promise<Evaluation>;
}

const SERVER: Server = { save: saveDraft, read: readEvaluation };

export class DraftKeeper {
  readonly card: Card;
  private readonly id: string;
  private readonly listeners = new Set<() => void>();
  private readonly autosave: Autosave;
  private draft: Draft;
  private openOnServer: Open[];
  private snapshot: Desk;

  constructor(
    evaluation: Evaluation,
    private readonly leftovers: Leftovers,
    private readonly server: Server = SERVER,
  ) {
    this.id = evaluation.id;
    this.card = evaluation.scorecard_version.definition;
    this.openOnServer = evaluation.open;
    const stored = storedOf(evaluation);
    this.draft = draftOf(this.settled(withLeftovers(stored.content, leftovers.found())));
    this.autosave = new Autosave(stored, evaluation.edit > 0 ? evaluation.changed_at : null, this.ports());
    this.snapshot = {
      content: this.draft.content,
      canUndo: false,
      status: { kind: 'saved', at: evaluation.edit > 0 ? evaluation.changed_at : null },
      open: this.openNow(),
      preview: evaluation.preview,
      merged: null,
    };
  }

  readonly desk = (): Desk => this.snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The save that the server has last confirmed. */
  get edit(): number {
    return this.autosave.edit;
  }

  /** Begins to save; what windows had left over is this window's to save now. */
  open(): void {
    this.leftovers.forget();
    this.autosave.open();
    this.autosave.changed(this.draft.content, 'at_once');
  }

  close(): void {
    this.autosave.close();
  }

  /** `field`: the text that is being typed; its keystrokes are one step and saved when they pause. */
  change(edit: (content: Content) => Content, field: string | null = null): void {
    const next = edit(this.draft.content);
    const content = next.answers === this.draft.content.answers ? next : this.settled(next);
    this.take(changed(this.draft, content, field), field === null ? 'at_once' : 'typing');
  }

  undo(): void {
    this.take(undone(this.draft), 'at_once');
  }

  /** Everything to the server, now; false when it could not be reached or refused. */
  flush(): Promise<boolean> {
    return this.autosave.flush();
  }

  /** Takes over what another window has saved. */
  catchUp(): Promise<void> {
    return this.autosave.catchUp();
  }

  retry(): void {
    this.autosave.retry();
  }

  /** The line that tells of another window has been read. */
  forgetMerge(): void {
    this.show({ merged: null });
  }

  /** The evaluation is finished; nothing of the draft may come back. */
  forget(): void {
    this.leftovers.forget();
  }

  private take(draft: Draft, pace: 'at_once' | 'typing'): void {
    if (draft === this.draft) return;
    this.draft = draft;
    this.show({ content: draft.content, canUndo: draft.past.length > 0, open: this.openNow() });
    this.autosave.changed(draft.content, pace);
  }

  private settled(content: Content): Content {
    return { ...content, answers: settle(this.card, content.answers) };
  }

  private openNow(): Open[] {
    return allOpen(openItems(this.card, this.draft.content.answers), this.openOnServer);
  }

  private ports() {
    return {
      put: ({ edit, content }: Stored) => this.server.save(this.id, { edit, ...content }),
      get: async () => storedOf(await this.server.read(this.id)),
      keep: this.leftovers.keep.bind(this.leftovers),
      drop: this.leftovers.drop.bind(this.leftovers),
      onStatus: (status: SaveStatus) => {
        this.show({ status });
      },
      onSaved: ({ open, preview }: { open: Open[]; preview: Preview }) => {
        this.openOnServer = open;
        this.show({ open: this.openNow(), preview });
      },
      onMerged: (merged: Merged) => {
        const content = this.settled(merged.content);
        this.draft = replaced(this.draft, content);
        this.show({ content, open: this.openNow(), merged });
        return content;
      },
    };
  }

  private show(part: Partial<Desk>): void {
    this.snapshot = { ...this.snapshot, ...part };
    for (const listener of this.listeners) listener();
  }
}

function storedOf(evaluation: Evaluation): Stored {
  const { edit, answers, notes, verification } = evaluation;
  return { edit, content: { answers, notes, ...(verification && { finding: verification.finding }) } };
}

const WINDOW_KEY = 'earmark.window';

/** A name for this window that outlives a reload. */
function windowName(): string {
  try {
    const name = sessionStorage.getItem(WINDOW_KEY) ?? crypto.randomUUID();
    sessionStorage.setItem(WINDOW_KEY, name);
    return name;
  } catch {
    return 'window';
  }
}

export function keeperOf(evaluation: Evaluation): DraftKeeper {
  return new DraftKeeper(evaluation, new Leftovers(evaluation.id, windowName(), localStorage));
}
