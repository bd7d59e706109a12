// Publishing: what changes is shown first, then it is one press.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Modal, Skeleton } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cardsChanged, draftDifferencesQuery, publishCard } from '../../api/cards';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';
import { DifferenceTable } from './DifferenceTable';
import type { CardDraftKeeper } from './useCardDraft';

type Props = { id: string; keeper: CardDraftKeeper; isOpen: boolean; onClose: () => void };

export function PublishDialog({ id, keeper, isOpen, onClose }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { flush } = keeper;
  // What is compared and published is the save that holds everything typed so far.
  const [edit, setEdit] = useState<number | null>(null);
  useEffect(() => {
    if (!isOpen) return;
    let isGone = false;
    void flush().then((saved) => {
      if (!isGone) setEdit(saved);
    });
    return () => {
      isGone = true;
    };
  }, [isOpen, flush]);
  const differences = useQuery({
    ...draftDifferencesQuery(id, edit ?? 0),
    enabled: isOpen && edit !== null,
  });
  const publish = useSaidChange((save: number) => publishCard(id, save), cardsChanged, {
    said: ({ number }) => t('cards:publish.done', { number }),
    onDone: () => void navigate({ to: '/scorecards/$scorecardId', params: { scorecardId: id } }),
  });
  return (
    <Modal
      open={isOpen}
      width={760}
      title={t('cards:publish.title')}
      okText={t('cards:build.publish')}
      cancelText={t('action.cancel')}
      okButtonProps={{ disabled: edit === null || !differences.data }}
      confirmLoading={publish.isPending}
      onOk={() => {
        if (edit !== null) publish.mutate(edit);
      }}
      onCancel={onClose}
    >
      <p className="muted">{t('cards:publish.hint')}</p>
      {publish.error && <ErrorNotice error={publish.error} />}
      {differences.error && <ErrorNotice error={differences.error} />}
      {differences.data ? (
        <DifferenceTable differences={differences.data.items} card={keeper.draft} />
      ) : (
        !differences.error && <Skeleton active />
      )}
    </Modal>
  );
}
