// Everything that the parts of a revision share: what is changed, what it comes to, and what may be done.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { foreseenRevisionQuery, type NewRevision, reviseEvaluation } from '../../api/results';
import type { DispositionCheck, Evaluation, Preview } from '../../api/types';
import { useSaidChange } from '../../components/useSaidChange';
import { useCallWords } from '../../player/useCallWords';
import { useCoverage } from '../../player/useCoverage';
import { useMarks } from '../../player/useMarks';
import type { Listening } from '../feedback/useListening';
import { itemCommands, playerCommands, textCommands } from '../review/useCommands';
import { ABSENT_IN_TEXTS, type Command, type Deed } from '../review/keys';
import { focusOutcome } from '../review/SaleOutcomePart';
import { answerByNumber, sheetActions } from '../review/sheetActions';
import { unheardEvidence } from '../review/unheard';
import { useKeys } from '../review/useKeys';
import { useReviewKeys } from '../review/useReviewKeys';
import { useTurnMarks } from '../review/useTurnMarks';
import { changedItems, changesOf } from './changes';
import { RevisionKeeper } from './keeper';

export function useRevising(evaluation: Evaluation, { playback }: Listening, onDone: () => void) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { id, revision } = evaluation;
  const [keeper] = useState(() => new RevisionKeeper(evaluation));
  const desk = useSyncExternalStore(keeper.subscribe, keeper.desk);
  const [current, setCurrent] = useState<string | null>(null);
  const [disposition, setDisposition] = useState(evaluation.disposition);
  const [reason, setReason] = useState('');

  const { card, before } = keeper;
  const { content } = desk;
  const changes = useMemo(
    () => changesOf(card, before.answers, content.answers),
    [card, before, content.answers],
  );
  const choices = Object.fromEntries(Object.entries(changes).map(([key, { choice }]) => [key, choice]));
  const isForeseen = Object.keys(choices).length > 0;
  const foreseen = useQuery({
    ...foreseenRevisionQuery(id, choices),
    placeholderData: keepPreviousData,
  });
  const preview = usePreview(evaluation, isForeseen ? foreseen.data : undefined);
  useEffect(() => {
    keeper.foresee(preview);
  }, [keeper, preview]);

  const { transport, duration_ms } = playback;
  const marks = useMarks(transport);
  const turns = useTurnMarks(evaluation.contact?.gone === null ? evaluation.contact.turns : null);
  const words = useCallWords(playback);
  const coverage = useCoverage(transport, evaluation.call_id, duration_ms);
  const changed = changedItems(card, before.answers, content.answers);
  const unheard =
    coverage.percent === null
      ? []
      : unheardEvidence(card, content.answers, preview, coverage.spans).filter(({ question }) =>
          changed.some(({ key }) => key === question),
        );

  const parts = useMemo(
    () => ({
      keeper,
      transport,
      marks,
      turns,
      changeView: (part: { current: string | null }) => {
        setCurrent(part.current);
      },
    }),
    [keeper, transport, marks, turns],
  );
  const sheet = useMemo(() => sheetActions(parts), [parts]);
  const keys = useReviewKeys();
  const nothing = () => undefined;
  const deeds: Partial<Record<Command, () => void>> = {
    ...(turns ? textCommands({ turns }) : playerCommands({ ...parts, playback, words, toggleLoop: nothing })),
    ...itemCommands({ ...parts, view: { current } }, nothing, nothing),
    ...(evaluation.verification && { sale_outcome: focusOutcome }),
  };
  useKeys((deed: Deed) => {
    if ('option' in deed) return answerByNumber(parts, current, deed.option);
    if ('phrase' in deed || deed.command === 'no_other_faults') return false;
    if (turns && ABSENT_IN_TEXTS.includes(deed.command)) return false;
    deeds[deed.command]?.();
    return deeds[deed.command] !== undefined;
  }, keys.moved);

  const finding = content.finding ?? null;
  const more: Pick<NewRevision, 'finding' | 'disposition'> = {
    ...(finding && !isSameJson(finding, before.finding) && { finding }),
    ...(disposition && !isSameJson(disposition, evaluation.disposition) && { disposition }),
  };
  const isFindingWhole = finding === null || finding.outcome === 'confirmed' || !!finding.detail?.trim();
  const isSomething = isForeseen || Object.keys(more).length > 0;
  const revise = useSaidChange(
    (body: NewRevision) => reviseEvaluation(id, body),
    () => queries.invalidateQueries({ queryKey: ['evaluations'] }),
    {
      said: () => t('results:revise.done'),
      onDone: () => {
        void queries.invalidateQueries({ queryKey: ['evaluation', id] });
        onDone();
      },
    },
  );
  return {
    keeper,
    desk,
    current,
    setCurrent,
    reason,
    setReason,
    disposition: {
      said: disposition,
      say: (said: DispositionCheck) => {
        setDisposition(said);
      },
    },
    choices,
    foreseen: isForeseen ? foreseen : null,
    preview,
    marks,
    turns,
    coverage,
    changed,
    /** What is said otherwise beside the answers, each to be put back. */
    putsBack: {
      ...(more.finding && {
        finding: () => {
          keeper.change((last) => ({ ...last, finding: before.finding ?? null }));
        },
      }),
      ...(more.disposition && {
        disposition: () => {
          setDisposition(evaluation.disposition);
        },
      }),
    },
    unheard,
    sheet,
    keys,
    isReady: isSomething && isFindingWhole && desk.open.length === 0 && reason.trim() !== '',
    revise,
    send: () => {
      revise.mutate({ revision, reason: reason.trim(), changes, ...more });
    },
    /** To the first changed item that cites unheard seconds, which are played. */
    goToUnheard: () => {
      const [first] = unheard;
      if (!first) return;
      setCurrent(first.question);
      transport.playFrom(first);
    },
  };
}

export type Revising = ReturnType<typeof useRevising>;

function isSameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

type Foreseen = { after: Preview['score']; lost: Preview['lost'] };

/** What the sheet shows as lost: as foreseen, or as it stands while nothing is answered otherwise. */
function usePreview(evaluation: Evaluation, foreseen: Foreseen | undefined): Preview {
  return useMemo(
    () =>
      foreseen
        ? {
            ...evaluation.preview,
            complete: foreseen.after !== null,
            score: foreseen.after,
            lost: foreseen.lost,
          }
        : evaluation.preview,
    [evaluation, foreseen],
  );
}
