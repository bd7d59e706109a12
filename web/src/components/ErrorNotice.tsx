// What went wrong and what to do, worded by the code that the server answered.
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { type ApiProblem, problemFrom } from '../api/problem';
import type { Words } from '../api/types';
import { hasWords, useCoded, useWorded } from '../i18n/words';

/** The words for a problem, where a component shows them itself. */
export function useProblemWords(): (error: unknown) => string {
  const { t } = useTranslation();
  const coded = useCoded();
  const worded = useWorded();
  return (error) => {
    const problem: ApiProblem = problemFrom(error);
    // An item is named by its title, in the reader's language; its key says nothing to people.
    const title = worded(wordsIn(problem.params.title));
    const params = title ? { ...problem.params, question: title } : problem.params;
    return hasWords('error', problem.code)
      ? coded('error', problem.code, params)
      : t('error.unworded', { code: problem.code });
  };
}

/** A title by language, as an error's parameter holds it. */
function wordsIn(json: string | undefined): Words | null {
  try {
    return json === undefined ? null : (JSON.parse(json) as Words);
  } catch {
    return null;
  }
}

type Props = { error: unknown; onRetry?: () => void };

export function ErrorNotice({ error, onRetry }: Props) {
  const { t } = useTranslation();
  const wordsOf = useProblemWords();
  return (
    <Alert
      role="alert"
      type="error"
      showIcon
      title={wordsOf(error)}
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            {t('action.retry')}
          </Button>
        )
      }
    />
  );
}
