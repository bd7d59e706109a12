// Why something did not get in, in the reader's language. What the sentence of an error is filled with is
// not kept, so those that need it have another here.
import { hasWords, useCoded } from '../../i18n/words';

/** The words for a code; else the server's own sentence, which is English. */
export function useReasonWords(): (code: string, reason: string | null) => string {
  const coded = useCoded();
  return (code, reason) => {
    if (hasWords('refused_arrival', code)) return coded('refused_arrival', code);
    return hasWords('error', code) ? coded('error', code) : (reason ?? code);
  };
}
