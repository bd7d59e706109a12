// The stock phrases of the card that is filled in: everybody's and one's own.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { deletePhrase, phrasesChanged, phrasesQuery, type StockPhrase, writePhrase } from '../../api/desk';
import { useProblemWords } from '../../components/ErrorNotice';
import { withComment } from '../../scorecard/answers';
import { fittingPhrases, type PhraseTools, withPhrase } from '../../scorecard/phrases';
import type { DraftKeeper } from './keeper';

export interface ReviewPhrases extends PhraseTools {
  /** Puts the phrase of this number, from 1, into the comment of the current item; says whether it could. */
  insertNumber: (question: string | null, number: number) => boolean;
}

const NONE: StockPhrase[] = [];

export function usePhrases(scorecard_id: string, keeper: DraftKeeper): ReviewPhrases {
  const { t } = useTranslation('scorecard');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const wordsOf = useProblemWords();
  const phrases = useQuery(phrasesQuery(scorecard_id)).data?.items ?? NONE;
  const told = useCallback(
    (change: Promise<unknown>, said: string) => {
      change.then(
        () => {
          void message.success(said);
          void phrasesChanged(queries);
        },
        (error: unknown) => void message.error(wordsOf(error)),
      );
    },
    [message, queries, wordsOf],
  );
  return useMemo(() => {
    const of: PhraseTools['of'] = (question, answer) => fittingPhrases(phrases, question, answer);
    const insert = (question: string, phrase: StockPhrase) => {
      keeper.change((content) => {
        const comment = content.answers[question]?.comment ?? '';
        const answers = withComment(content.answers, question, withPhrase(comment, phrase.text));
        return { ...content, answers };
      });
    };
    return {
      of,
      insert,
      insertNumber: (question, number) => {
        if (question === null) return false;
        const phrase = of(question, keeper.desk().content.answers[question])[number - 1];
        if (phrase) insert(question, phrase);
        return phrase !== undefined;
      },
      keep: (question, option, text) => {
        told(writePhrase({ scorecard_id, question, option, text, is_shared: false }), t('phrase.kept'));
      },
      remove: (phrase) => {
        told(deletePhrase(phrase.id), t('phrase.removed'));
      },
    };
  }, [phrases, keeper, scorecard_id, told, t]);
}
