// What was read, before it is taken: each section with its items, their weights and options.
import type { ReactNode } from 'react';
import { useWorded } from '../../i18n/words';
import styles from './builder.module.css';
import type { Draft } from './definition';

type Props = { draft: Draft; children?: ReactNode };

export function ReadItems({ draft, children }: Props) {
  const worded = useWorded();
  return (
    <div className={styles.read} role="status">
      {draft.sections.map((section) => (
        <div key={section.key}>
          <strong>{worded(section.title) || section.key}</strong>
          <ul>
            {section.questions.map((question) => (
              <li key={question.key}>
                {worded(question.title) || question.key}{' '}
                <span className="number muted">{String(question.weight ?? '')}</span>{' '}
                <span className="muted">
                  {question.options
                    .map((option) => `${worded(option.title) || option.key} ${String(option.score ?? '')}`)
                    .join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {children}
    </div>
  );
}
