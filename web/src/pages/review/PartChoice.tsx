// Whose part is scored. Where a call was transferred, several agents spoke: the first is taken until the
// evaluator chooses, so the strip says how many there are and lets them.
import { DownOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { draftQuery, turnToPart } from '../../api/review';
import type { Call, Evaluation } from '../../api/types';
import { useProblemWords } from '../../components/ErrorNotice';
import { type Part, usePartWords } from '../../components/usePartWords';
import { agentOf } from './agent';

type Props = {
  evaluation: Evaluation;
  call: Call;
  /** Stores what the page holds, so that what comes back is not older. */
  onTurning: () => Promise<unknown>;
  onTurned: (part: Part) => void;
};

export function PartChoice({ evaluation, call, onTurning, onTurned }: Props) {
  const { t } = useTranslation('review');
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const wordsOf = useProblemWords();
  const partWords = usePartWords(call.duration_ms);
  const turning = useMutation({
    mutationFn: async (part: Part) => {
      await onTurning();
      return turnToPart(evaluation.id, part.id);
    },
    onSuccess: (turned, part) => {
      queryClient.setQueryData(draftQuery(evaluation.id).queryKey, turned);
      onTurned(part);
    },
    onError: (error) => void message.error(wordsOf(error)),
  });
  const place = call.agents.findIndex((part) => part.id === evaluation.participation_id) + 1;
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: call.agents.map((part) => ({ key: part.id, label: partWords(part) })),
        selectable: true,
        selectedKeys: evaluation.participation_id === null ? [] : [evaluation.participation_id],
        onClick: ({ key }) => {
          const part = call.agents.find((one) => one.id === key);
          if (part && part.id !== evaluation.participation_id) turning.mutate(part);
        },
      }}
    >
      <Button
        size="small"
        className="part-choice"
        loading={turning.isPending}
        icon={<DownOutlined />}
        iconPlacement="end"
        title={t('strip.part_hint')}
      >
        {agentOf(evaluation) ?? t('strip.nobody')}
        <span className="tone tone-warning">{t('strip.part', { place, count: call.agents.length })}</span>
      </Button>
    </Dropdown>
  );
}
