// The marks of a range in the call: in and out, used up by the evidence, the note or the flag that takes
// them.
import { useCallback, useMemo, useState } from 'react';
import { markedRange, type Span } from './passage';
import type { CallTransport } from './transport';

export interface Marks {
  /** What is drawn: a lone mark is a range of no length. */
  shown: Span | null;
  /** The range between both marks. */
  range: Span | null;
  set: (range: Span) => void;
  markIn: () => void;
  markOut: () => void;
  clear: () => void;
  /** The marked range, or this second where nothing is marked; the marks are used up. */
  take: () => Span;
}

/** `transport`: whatever says which second it is. */
export function useMarks(transport: Pick<CallTransport, 'position_ms'>): Marks {
  const [marks, setMarks] = useState<{ in: number | null; out: number | null }>({ in: null, out: null });
  const clear = useCallback(() => {
    setMarks({ in: null, out: null });
  }, []);
  return useMemo(() => {
    const range = markedRange(marks.in, marks.out);
    const lone = marks.in ?? marks.out;
    const here = () => Math.round(transport.position_ms);
    return {
      shown: range ?? (lone === null ? null : { start_ms: lone, end_ms: lone }),
      range,
      set: (span) => {
        setMarks({ in: span.start_ms, out: span.end_ms });
      },
      markIn: () => {
        setMarks((before) => ({ ...before, in: here() }));
      },
      markOut: () => {
        setMarks((before) => ({ ...before, out: here() }));
      },
      clear,
      take: () => {
        clear();
        return range ?? { start_ms: here(), end_ms: here() };
      },
    };
  }, [marks, transport, clear]);
}
