// A field with its name above and its problem below.
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentProblem } from '../../api/problem';
import { hasWords, useCoded } from '../../i18n/words';
import styles from './sources.module.css';

type Props = {
  name: string;
  hint?: ReactNode;
  problem?: DocumentProblem | undefined;
  isRequired?: boolean;
  children: (id: string) => ReactNode;
};

export function Labelled({ name, hint, problem, isRequired = false, children }: Props) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>
        {name}
        {isRequired && <span aria-hidden> *</span>}
      </label>
      {children(id)}
      {problem ? <ProblemText problem={problem} /> : hint && <p className={styles.hint}>{hint}</p>}
    </div>
  );
}

/** A problem in the reader's words; beside them what the server says of a pattern, which words alone
 * do not tell. */
export function ProblemText({ problem }: { problem: DocumentProblem }) {
  const { t } = useTranslation();
  const coded = useCoded();
  const words = hasWords('source_problem', problem.code)
    ? coded('source_problem', problem.code)
    : problem.message;
  const detail = problem.code === 'bad_pattern' || problem.code === 'not_readable' ? problem.message : null;
  return (
    <p role="alert" className={styles.problem}>
      {words}
      {detail !== null && <span className="muted">{t('sources:detail', { detail })}</span>}
    </p>
  );
}
