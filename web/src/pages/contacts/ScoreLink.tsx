// The reader's own score of a text: gone on with, or read; nothing where they have none.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Contact } from '../../api/contacts';

export function ScoreLink({ contact }: { contact: Pick<Contact, 'own'> }) {
  const { t } = useTranslation();
  const [last] = contact.own;
  if (!last) return null;
  const params = { evaluationId: last.id };
  return last.state === 'draft' ? (
    <Link to="/review/$evaluationId" params={params}>
      {t('contacts:score.go_on')}
    </Link>
  ) : (
    <Link to="/evaluations/$evaluationId" params={params}>
      {t('contacts:score.read')}
    </Link>
  );
}
