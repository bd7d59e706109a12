// What was agreed on: the score, what is to be learned, each answer with its reason.
import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Agreed, ReferenceDetail } from '../../api/references';
import { useWorded } from '../../i18n/words';
import { chosenWords } from './answers';
import { ChosenText } from './ChosenText';
import { EvidenceText } from './EvidenceText';
import { HeardBeside } from './HeardBeside';
import styles from './references.module.css';
import { useHearing } from './useHearing';

type Props = { detail: ReferenceDetail; agreed: Agreed };

export function AgreedPart({ detail, agreed }: Props) {
  const { t } = useTranslation('references');
  const worded = useWorded();
  const hearing = useHearing(detail.reference);
  const questions = detail.scorecard_version.definition.sections.flatMap((section) => section.questions);
  const rows = questions.flatMap((question) => {
    const answer = agreed.answers[question.key];
    return answer ? [{ question, answer, reason: agreed.reasons[question.key] }] : [];
  });
  return (
    <section>
      <h2>
        {t('detail.agreed')}
        {agreed.score.total !== null && agreed.score.total !== undefined && (
          <span className="number"> · {t('attempt.points', { points: agreed.score.total })}</span>
        )}
      </h2>
      {worded(agreed.why) && <p className={styles.why}>{worded(agreed.why)}</p>}
      {hearing && <HeardBeside hearing={hearing} />}
      <Table
        rowKey={({ question }) => question.key}
        size="small"
        dataSource={rows}
        pagination={false}
        columns={[
          {
            key: 'item',
            title: t('detail.item'),
            render: (_, { question }) => worded(question.title) || question.key,
          },
          {
            key: 'answer',
            title: t('detail.answer'),
            className: styles.answer,
            render: (_, { question, answer }) => (
              <>
                <ChosenText chosen={chosenWords(question, answer)} />
                <EvidenceText evidence={answer.evidence} hear={hearing?.hear ?? null} />
              </>
            ),
          },
          {
            key: 'reason',
            title: t('detail.reason'),
            render: (_, { reason }) => <div className={styles.text}>{worded(reason)}</div>,
          },
        ]}
      />
    </section>
  );
}
