// Decides what an agent asks for.
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Modal, Select } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { directoryQuery } from '../../api/directory';
import { type CallRequest, decideRequest, requestsChanged } from '../../api/requests';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';

const ANSWER_MOST = 2000;

export function DecideDialog({ request, onClose }: { request: CallRequest; onClose: () => void }) {
  const { t } = useTranslation();
  const directory = useQuery(directoryQuery).data;
  const [inspector, setInspector] = useState<string | null>(null);
  const [answer, setAnswer] = useState('');
  const [inspectorId, answerId] = [useId(), useId()];
  const decide = useSaidChange(
    (accepts: boolean) =>
      decideRequest(request.id, { accepts, answer: answer.trim() || null, inspector_id: inspector }),
    requestsChanged,
    {
      said: ({ state }) => t(`requests:decide.${state === 'accepted' ? 'accepted' : 'declined'}`),
      onDone: onClose,
    },
  );
  const heard = new Set(request.kind === 'another_listener' ? request.scored_by.map(({ id }) => id) : []);
  const inspectors = (directory?.inspectors ?? []).filter(({ id }) => !heard.has(id));
  return (
    <Modal
      open
      title={`${t(`requests:kind.${request.kind}`)} · ${request.person.name}`}
      footer={null}
      onCancel={onClose}
      destroyOnHidden
    >
      <p>{request.reason}</p>
      <label htmlFor={inspectorId}>{t('requests:decide.inspector')}</label>
      <Select
        id={inspectorId}
        showSearch={{ optionFilterProp: 'label' }}
        style={{ width: '100%' }}
        value={inspector}
        options={inspectors.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={setInspector}
      />
      <label htmlFor={answerId}>{t('requests:decide.answer')}</label>
      <Input.TextArea
        id={answerId}
        value={answer}
        maxLength={ANSWER_MOST}
        autoSize={{ minRows: 2, maxRows: 6 }}
        onChange={(event) => {
          setAnswer(event.target.value);
        }}
      />
      <p className="muted">{t('requests:decide.hint')}</p>
      {decide.error && <ErrorNotice error={decide.error} />}
      <div style={{ display: 'flex', gap: 8 }}>
        <Button
          type="primary"
          disabled={inspector === null}
          loading={decide.isPending}
          onClick={() => {
            decide.mutate(true);
          }}
        >
          {t('requests:decide.accept')}
        </Button>
        <Button
          disabled={!answer.trim()}
          loading={decide.isPending}
          onClick={() => {
            decide.mutate(false);
          }}
        >
          {t('requests:decide.decline')}
        </Button>
      </div>
    </Modal>
  );
}
