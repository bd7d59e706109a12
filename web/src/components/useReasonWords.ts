// Why something did not get in, or was given up, in the reader's language. What the sentence of an error is
// filled with is not kept, so those that need it have another here.
import { type CodeGroup, hasWords, useCoded } from '../i18n/words';

const GROUPS: readonly CodeGroup[] = ['given_up', 'refused_arrival', 'error'];

/** The words for a code; else the server's own sentence, which is English. */
export function useReasonWords(): (code: string, reason: string | null) => string {
  const coded = useCoded();
  return (code, reason) => {
    const group = GROUPS.find((one) => code !== '' && hasWords(one, code));
    return group ? coded(group, code) : (reason ?? code);
  };
}
