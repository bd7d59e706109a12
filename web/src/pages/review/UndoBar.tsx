// "Released. Undo (10 s)": stays above whatever page comes next.
import { Button } from 'antd';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evaluation } from '../../api/types';
import { agentOf } from './agent';
import { useProblemWords } from '../../components/ErrorNotice';

const UNDO_SECONDS = 10;

type Props = { evaluation: Evaluation; onUndo: () => Promise<void>; onEnd: () => void };

export function UndoBar({ evaluation, onUndo, onEnd }: Props) {
  const { t } = useTranslation('review');
  const wordsOf = useProblemWords();
  const [left, setLeft] = useState(UNDO_SECONDS);
  const [trouble, setTrouble] = useState<string | null>(null);
  const end = useEffectEvent(onEnd);
  useEffect(() => {
    const timer = setInterval(() => {
      setLeft((before) => before - 1);
    }, 1_000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  useEffect(() => {
    // A trouble stays a little longer, so that it can be read.
    if (left <= (trouble === null ? 0 : -UNDO_SECONDS)) end();
  }, [left, trouble]);

  const kind = evaluation.state === 'not_scored' ? 'not_scored' : 'released';
  const unheard = evaluation.coverage?.unheard.length ?? 0;
  const undo = () => {
    onUndo().catch((error: unknown) => {
      setTrouble(wordsOf(error));
    });
  };
  return (
    <span className="undo-bar" role="status">
      <span>{trouble ?? t(`finished.${kind}`, { name: agentOf(evaluation) ?? '–' })}</span>
      {trouble === null && unheard > 0 && (
        <span className="tone tone-warning">{t('finished.unheard', { count: unheard })}</span>
      )}
      {trouble === null && (
        <Button size="small" onClick={undo}>
          {t('finished.undo', { seconds: Math.max(left, 0) })}
        </Button>
      )}
    </span>
  );
}
