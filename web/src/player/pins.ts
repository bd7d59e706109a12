// What is pinned on the timeline: notes, strengths, evidence, flags.
import type { Span } from './passage';

export interface PlayerPin extends Span {
  id: string;
  /** `grounds`: evidence of what lost nothing. */
  kind:
    'note' | 'strength' | 'evidence' | 'grounds' | 'one_change' | 'flag' | 'improve' | 'point' | 'own_mark';
  /** What stands beside its mark, where pins are numbered. */
  number?: number;
  /** What the pin says when it is pointed at. */
  title: string;
}

/** The mark of each kind; a shape beside the colour, for those who do not tell colours apart. */
export const PIN_MARKS: Record<PlayerPin['kind'], string> = {
  note: '●',
  strength: '▲',
  evidence: '■',
  grounds: '□',
  one_change: '◆',
  flag: '⚑',
  improve: '▼',
  point: '○',
  own_mark: '✚',
};
