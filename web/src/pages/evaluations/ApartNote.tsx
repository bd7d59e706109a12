// Which deductions are not put down to the agent. The score counts them all the same; they are told apart.
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Evaluation } from '../../api/types';
import { useWorded } from '../../i18n/words';
import { questionNamed } from '../../scorecard/questions';
import { usePoints } from '../feedback/points';

export function ApartNote({ evaluation: { apart, scorecard_version } }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const points = usePoints();
  if (apart.length === 0) return null;
  const sum = apart.reduce((total, one) => total + one.points, 0);
  return (
    <Alert
      type="info"
      showIcon
      title={t('results:apart.title', { points: points(sum) })}
      description={
        <ul>
          {apart.map(({ question, attribution, points: lost }) => (
            <li key={question}>
              {t('results:apart.line', {
                item: worded(questionNamed(scorecard_version.definition, question)?.title) || question,
                what: t(`scorecard:attribution.${attribution}`),
                points: points(lost),
              })}
            </li>
          ))}
        </ul>
      }
    />
  );
}
