// Everything that is wrong with the draft, each a way to where it is.
import { useTranslation } from 'react-i18next';
import type { CardProblem } from '../../api/cards';
import { useWorded } from '../../i18n/words';
import styles from './builder.module.css';
import { type Draft, fieldOfPath, spotOfPath } from './definition';
import { useProblemText } from './fields';

type Props = { draft: Draft; problems: readonly CardProblem[]; onGo: (problem: CardProblem) => void };

export function ProblemList({ draft, problems, onGo }: Props) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const worded = useWorded();
  if (problems.length === 0) return null;
  const placeOf = ({ path }: CardProblem) => {
    const spot = spotOfPath(path);
    if (spot.kind === 'card') return t('cards:build.card');
    const section = draft.sections[spot.section];
    const part = spot.kind === 'section' ? section : section?.questions[spot.question];
    return worded(part?.title) || part?.key || '';
  };
  return (
    <section className={styles.problems} aria-label={t('cards:build.problem_list')}>
      <h2>{t('cards:build.problems_title', { count: problems.length })}</h2>
      <ul>
        {problems.map((problem, place) => (
          <li key={place}>
            <button
              type="button"
              onClick={() => {
                onGo(problem);
              }}
            >
              <strong>{placeOf(problem)}</strong> {textOf(problem)}{' '}
              <code className="muted">{fieldOfPath(problem.path)}</code>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
