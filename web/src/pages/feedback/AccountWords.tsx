// How the score came about, in sentences.
import { useTranslation } from 'react-i18next';
import type { Evaluation, Words } from '../../api/types';
import { useWorded } from '../../i18n/words';
import styles from './feedback.module.css';
import { usePoints } from './points';
import { type Sentence, sentencesOf, type Told } from './sentences';

export function AccountWords({ evaluation }: { evaluation: Evaluation }) {
  const { answers, revision, score, scorecard_version: version } = evaluation;
  return <SentenceList told={{ answers, revision, score, card: version.definition }} />;
}

/** A score that somebody has, or would have, told. */
export function SentenceList({ told }: { told: Told }) {
  const wordsOf = useSentenceWords();
  return (
    <ol className={styles.sentences}>
      {sentencesOf(told).map((sentence, place) => (
        <li key={place}>{wordsOf(sentence)}</li>
      ))}
    </ol>
  );
}

function useSentenceWords(): (sentence: Sentence) => string {
  const { t } = useTranslation();
  const worded = useWorded();
  const points = usePoints();
  const list = (titles: readonly Words[]) =>
    titles.map((title) => t('feedback:told.quoted', { words: worded(title) })).join(t('feedback:told.and'));
  return (sentence) => {
    switch (sentence.says) {
      case 'worth':
      case 'nothing_lost':
      case 'rest_full':
      case 'no_total':
        return t(`feedback:told.${sentence.says}`);
      case 'start':
      case 'sum':
      case 'floor':
      case 'ceiling':
      case 'fatal_evaluation':
        return t(`feedback:told.${sentence.says}`, { points: points(Math.abs(sentence.points)) });
      case 'not_counted':
        return t(sentence.carried ? 'feedback:told.not_counted_carried' : 'feedback:told.not_counted', {
          items: list(sentence.titles),
        });
      case 'lost':
        return t(sentence.options.length > 0 ? 'feedback:told.lost' : 'feedback:told.lost_plain', {
          item: worded(sentence.title),
          option: list(sentence.options),
          share: points(sentence.share),
          points: points(sentence.points),
          lost: points(sentence.lost),
        });
      case 'deducted':
        return t(sentence.options.length > 0 ? 'feedback:told.deducted' : 'feedback:told.deducted_plain', {
          item: worded(sentence.title),
          option: list(sentence.options),
          lost: points(sentence.lost),
        });
      case 'bonus':
      case 'fatal_section':
        return t(`feedback:told.${sentence.says}`, {
          section: worded(sentence.title),
          points: points(Math.abs(sentence.points)),
        });
      case 'fatal':
        return t('feedback:told.fatal', { item: worded(sentence.title) });
      case 'total':
        return t('feedback:told.total', { total: points(sentence.total) });
      case 'passed':
      case 'failed':
        return t(`feedback:told.${sentence.says}`, { mark: points(sentence.mark) });
      case 'band':
        return t('feedback:told.band', { band: worded(sentence.title) });
      case 'revised':
        return t('feedback:told.revised', { revision: sentence.revision });
    }
  };
}
