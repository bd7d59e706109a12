// Which agents a person is and was.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { unmatchAgent } from '../../api/people';
import type { PersonFile } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import styles from './people.module.css';
import { SpellList } from './SpellList';
import { useChange } from './useChange';

export function AgentsSection({ person }: { person: PersonFile }) {
  const { t } = useTranslation();
  const unmatch = useChange(unmatchAgent);
  return (
    <section className={styles.section}>
      <h2>{t('people:section.agents')}</h2>
      {unmatch.error && <ErrorNotice error={unmatch.error} />}
      <SpellList
        lines={person.agent_history.map(({ agent_id, external_id, source, from, until }) => ({
          key: `${agent_id} ${from}`,
          from,
          until,
          what: (
            <>
              <span className="number">{external_id}</span>
              <span className={styles.mark}>{source}</span>
            </>
          ),
          end:
            until === null
              ? {
                  question: t('people:confirm.unmatch'),
                  onEnd: () => {
                    unmatch.mutate(agent_id);
                  },
                }
              : null,
        }))}
      />
      <Link to="/people" search={{ view: 'agents' }}>
        {t('people:view.agents')}
      </Link>
    </section>
  );
}
