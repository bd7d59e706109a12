// What a list of results does not show its reader, and why: so that nobody scores what they expect, and
// nobody who may have to arbitrate an appeal knows whom it is about.
import { Link } from '@tanstack/react-router';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Withheld } from '../../api/results';

export function WithheldNotice({ withheld }: { withheld: Withheld }) {
  const { t } = useTranslation();
  const { agent_in_hand, names_hidden } = withheld;
  return (
    <>
      {agent_in_hand > 0 && (
        <Alert
          type="info"
          showIcon
          title={t('results:withheld.agent_in_hand', { count: agent_in_hand })}
          action={
            <Link to="/evaluations" search={{ state: 'draft' }}>
              {t('results:withheld.to_drafts')}
            </Link>
          }
        />
      )}
      {names_hidden > 0 && (
        <Alert
          type="info"
          showIcon
          title={t('results:withheld.names_hidden', { count: names_hidden })}
          action={<Link to="/appeals">{t('results:withheld.to_appeals')}</Link>}
        />
      )}
    </>
  );
}
