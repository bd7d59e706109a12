// A place where a card is used, in words.
import { useTranslation } from 'react-i18next';
import type { CardUse } from '../../api/cards';

type Purpose = 'quality' | 'verification' | 'beside' | 'live' | 'text' | 'calibration' | 'self' | 'training';

export function usePlaceWords(): (use: Pick<CardUse, 'project' | 'queue' | 'purpose'>) => string {
  const { t } = useTranslation();
  return ({ project, queue, purpose }) => {
    const where = queue
      ? t('cards:use.of_queue', { name: queue.name })
      : project
        ? t('cards:use.of_project', { name: project.name })
        : t('cards:use.everywhere');
    return purpose ? `${where} (${t(`cards:purpose.${purpose as Purpose}`)})` : where;
  };
}
