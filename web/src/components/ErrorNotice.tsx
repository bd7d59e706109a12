// What went wrong and what to do, worded by the code that the server answered.
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { type ApiProblem, problemFrom } from '../api/problem';
import { hasWords, useCoded } from '../i18n/words';

/** The words for a problem, where a component shows them itself. */
export function useProblemWords(): (error: unknown) => string {
  const { t } = useTranslation();
  const coded = useCoded();
  return (error) => {
    const problem: ApiProblem = problemFrom(error);
    return hasWords('error', problem.code)
      ? coded('error', problem.code, problem.params)
      : t('error.unworded', { code: problem.code });
  };
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
