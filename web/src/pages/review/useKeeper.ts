import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Evaluation } from '../../api/types';
import { type Desk, type DraftKeeper, keeperOf } from './keeper';

/** The draft of an evaluation for as long as the page is open. Give the page the evaluation's id as its key. */
export function useKeeper(evaluation: Evaluation): [DraftKeeper, Desk] {
  const [keeper] = useState(() => keeperOf(evaluation));
  useEffect(() => {
    const retry = () => {
      keeper.retry();
    };
    keeper.open();
    window.addEventListener('online', retry);
    return () => {
      window.removeEventListener('online', retry);
      keeper.close();
    };
  }, [keeper]);
  return [keeper, useSyncExternalStore(keeper.subscribe, keeper.desk)];
}
