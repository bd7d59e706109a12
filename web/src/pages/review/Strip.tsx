// The line at the top: where in the list, whose call, which call.
import { InfoCircleOutlined, LeftOutlined, RightOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Popover } from 'antd';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { openAssignmentsQuery } from '../../api/review';
import type { Assignment, Call, Evaluation } from '../../api/types';
import { Duration } from '../../components/Duration';
import { Time } from '../../components/Time';
import { agentOf } from './agent';
import { DispositionCheck } from './DispositionCheck';
import { OtherCallsCount } from './OtherCalls';
import { PartChoice } from './PartChoice';
import type { Dispositions } from './useDisposition';
import { walkOf } from './walk';

type Props = {
  evaluation: Evaluation;
  call: Call | undefined;
  /** Before the draft is turned to another agent's part, and after. */
  part: Pick<ComponentProps<typeof PartChoice>, 'onTurning' | 'onTurned'>;
  disposition: Dispositions;
  /** Shows the panel with the call and the customer's others. */
  onCall: () => void;
  isNarrow: boolean;
  onGoTo: (assignment: Assignment) => void;
};

export function Strip({ evaluation, call, part, disposition, onCall, isNarrow, onGoTo }: Props) {
  const { t } = useTranslation('review');
  const isTraining = evaluation.purpose === 'training';
  const facts = <CallFacts evaluation={evaluation} call={call} disposition={disposition} onCall={onCall} />;
  return (
    <header className="review-strip">
      {!isTraining && <WalkButtons evaluation={evaluation} onGoTo={onGoTo} />}
      <h1>
        {call && mayChoosePart(evaluation, call) ? (
          <PartChoice evaluation={evaluation} call={call} {...part} />
        ) : (
          (agentOf(evaluation) ?? t('strip.nobody'))
        )}
      </h1>
      {isNarrow ? (
        <Popover
          content={<div className="review-facts-list">{facts}</div>}
          trigger={['hover', 'focus']}
          placement="bottom"
        >
          <Button type="text" size="small" icon={<InfoCircleOutlined />} aria-label={t('strip.more')} />
        </Popover>
      ) : (
        <div className="review-facts">{facts}</div>
      )}
      {isTraining && <span className="tone">{t('strip.learning')}</span>}
      {evaluation.is_generated && <span className="tone">{t('strip.generated')}</span>}
    </header>
  );
}

/** Whether it is for the evaluator to say whose part they score. */
function mayChoosePart({ purpose, sitting }: Evaluation, { agents }: Call): boolean {
  return agents.length > 1 && sitting === null && (purpose === 'quality' || purpose === 'verification');
}

type FactsProps = Pick<Props, 'evaluation' | 'call' | 'disposition' | 'onCall'>;

function CallFacts({ evaluation, call, disposition, onCall }: FactsProps) {
  const { t } = useTranslation(['review', 'contacts']);
  const others = (call?.agents ?? []).filter((part) => part.id !== evaluation.participation_id);
  return (
    <>
      {evaluation.agent && <span className="muted number">{evaluation.agent.external_id}</span>}
      {evaluation.team && <span>{evaluation.team.name}</span>}
      {evaluation.contact && <span>{t(`contacts:channel.${evaluation.contact.channel}`)}</span>}
      {evaluation.contact?.queue && <span>{evaluation.contact.queue.name}</span>}
      {call?.queue && <span>{call.queue}</span>}
      <Time at={call?.started_at ?? evaluation.call_started_at} />
      {call && <Duration ms={call.duration_ms} />}
      {call && evaluation.purpose !== 'training' && (
        <DispositionCheck disposition={call.disposition ?? null} check={disposition} />
      )}
      {call && <OtherCallsCount call_id={call.id} onOpen={onCall} />}
      {call && others.length > 0 && !mayChoosePart(evaluation, call) && (
        <span className="muted">
          {t('strip.also', {
            names: others.map((part) => part.person?.name ?? part.name ?? part.external_id).join(', '),
          })}
        </span>
      )}
    </>
  );
}

type WalkProps = { evaluation: Evaluation; onGoTo: (assignment: Assignment) => void };

function WalkButtons({ evaluation, onGoTo }: WalkProps) {
  const { t } = useTranslation('review');
  const { data } = useQuery(openAssignmentsQuery);
  if (!data || data.items.length === 0) return null;
  const walk = walkOf(data.items, evaluation);
  const step = (assignment: Assignment | null) => () => {
    if (assignment) onGoTo(assignment);
  };
  return (
    <nav className="review-walk" aria-label={t('strip.list')}>
      <Button
        type="text"
        size="small"
        icon={<LeftOutlined />}
        disabled={walk.previous === null}
        aria-label={t('strip.previous')}
        onClick={step(walk.previous)}
      />
      <span className="number">{t('strip.place', { place: walk.place ?? '–', total: walk.total })}</span>
      <Button
        type="text"
        size="small"
        icon={<RightOutlined />}
        disabled={walk.next === null}
        aria-label={t('strip.next')}
        onClick={step(walk.next)}
      />
    </nav>
  );
}
