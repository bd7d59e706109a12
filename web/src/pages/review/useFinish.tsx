// Ending an evaluation: release it or say that it cannot be scored, ten seconds to undo, and on to
// the next one.
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import { useState } from 'react';
import { beginEvaluation } from '../../api/assignments';
import { problemFrom } from '../../api/problem';
import {
  cannotScore,
  draftQuery,
  type NoScoreReason,
  openAssignmentsQuery,
  releaseEvaluation,
  type ReleaseWay,
  takeBackRelease,
} from '../../api/review';
import type { Assignment, Evaluation } from '../../api/types';
import type { DraftKeeper } from './keeper';
import { UndoBar } from './UndoBar';
import { afterThis } from './walk';

/** What stopped the release. */
export type Obstacle = { kind: 'open' } | { kind: 'unsaved' } | { kind: 'problem'; error: unknown };

export interface Finish {
  isBusy: boolean;
  release: (way?: ReleaseWay) => Promise<Obstacle | null>;
  giveUp: (reason: NoScoreReason, note: string | null) => Promise<Obstacle | null>;
  /** Opens another evaluation of the list. */
  goTo: (assignment: Assignment) => Promise<void>;
}

/** `tellRest`: what was heard, and said of the disposition, is told before the release, which keeps it. */
export function useFinish(
  evaluation: Evaluation,
  keeper: DraftKeeper,
  tellRest: () => Promise<void>,
): Finish {
  const [isBusy, setBusy] = useState(false);
  const goTo = useGoTo();
  const goOn = useGoOn(evaluation, goTo);

  const finish = async (act: () => Promise<Evaluation>): Promise<Obstacle | null> => {
    setBusy(true);
    try {
      const [isSaved] = await Promise.all([keeper.flush(), tellRest()]);
      if (!isSaved) return { kind: 'unsaved' };
      const finished = await act();
      keeper.forget();
      await goOn(finished);
      return null;
    } catch (error) {
      if (problemFrom(error).code !== 'not_ready') return { kind: 'problem', error };
      await keeper.catchUp();
      return { kind: 'open' };
    } finally {
      setBusy(false);
    }
  };

  return {
    isBusy,
    goTo,
    release: async (way = {}) => {
      if (keeper.desk().open.length > 0) return { kind: 'open' };
      return finish(() => releaseLatest(evaluation.id, keeper, way));
    },
    giveUp: (reason, note) => finish(() => cannotScore(evaluation.id, reason, note)),
  };
}

/** Another window may have saved since; then what both did is released. */
async function releaseLatest(
  evaluation_id: string,
  keeper: DraftKeeper,
  way: ReleaseWay,
): Promise<Evaluation> {
  try {
    return await releaseEvaluation(evaluation_id, keeper.edit, way);
  } catch (error) {
    if (problemFrom(error).code !== 'edited_elsewhere') throw error;
    await keeper.catchUp();
    await keeper.flush();
    return releaseEvaluation(evaluation_id, keeper.edit, way);
  }
}

function useGoTo() {
  const cache = useQueryClient();
  const navigate = useNavigate();
  return async (assignment: Assignment): Promise<void> => {
    const evaluationId = assignment.evaluation_id ?? (await beginEvaluation(assignment.id)).id;
    if (assignment.evaluation_id === null) void cache.invalidateQueries({ queryKey: ['assignments'] });
    await navigate({ to: '/review/$evaluationId', params: { evaluationId } });
  };
}

/** Says that it is done, and opens the next; where there is none, the day's list. */
function useGoOn(evaluation: Evaluation, goTo: Finish['goTo']) {
  const evaluation_id = evaluation.id;
  const cache = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  return async (finished: Evaluation): Promise<void> => {
    const key = `finished ${evaluation_id}`;
    const refresh = () => {
      for (const queryKey of [
        ['today'],
        ['assignments'],
        ['evaluations'],
        ['waiting'],
        ['references'],
        ['evaluation', evaluation_id],
      ]) {
        void cache.invalidateQueries({ queryKey });
      }
    };
    const undo = async () => {
      await takeBackRelease(evaluation_id);
      message.destroy(key);
      cache.removeQueries({ queryKey: draftQuery(evaluation_id).queryKey });
      refresh();
      await navigate({ to: '/review/$evaluationId', params: { evaluationId: evaluation_id } });
    };
    const list = cache.getQueryData(openAssignmentsQuery.queryKey)?.items ?? [];
    const next = afterThis(list, evaluation);
    message.open({
      key,
      duration: 0,
      icon: null,
      content: (
        <UndoBar
          evaluation={finished}
          onUndo={undo}
          onEnd={() => {
            message.destroy(key);
          }}
        />
      ),
    });
    refresh();
    if (evaluation.purpose === 'training') {
      await navigate({ to: '/reference-attempts/$evaluationId', params: { evaluationId: evaluation_id } });
      return;
    }
    // It is released, whatever becomes of the next one.
    const toToday = () => navigate({ to: '/today' });
    await (next ? goTo(next).catch(toToday) : toToday());
  };
}
