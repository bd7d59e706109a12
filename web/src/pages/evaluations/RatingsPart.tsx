// What agents say of one's own feedback: how many it helped, and their words. It names nobody.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ratingsQuery } from '../../api/conversation';

export function RatingsPart() {
  const { t } = useTranslation();
  const { data } = useQuery(ratingsQuery);
  if (!data || data.rated === 0) return null;
  return (
    <details>
      <summary>{t('results:ratings.summary', { helpful: data.helpful, count: data.rated })}</summary>
      <p className="muted">{t('results:ratings.hint')}</p>
      <ul>
        {data.words.items.map(({ is_helpful, words }, place) => (
          <li key={place}>
            <span className={is_helpful ? 'tone tone-good' : 'tone'}>
              {t(is_helpful ? 'feedback:rating.helpful' : 'feedback:rating.not_helpful')}
            </span>{' '}
            {words}
          </li>
        ))}
      </ul>
    </details>
  );
}
