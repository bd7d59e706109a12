// A customer's request: the number is looked up, what it would erase is shown, and then it is entered.
import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { type ErasurePreview, previewErasure, requestErasure } from '../../api/keeping';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useKeepingChange } from '../../components/keeping/useKeepingChange';
import { useCallsWords } from './dueWords';
import styles from './retention.module.css';

type Fields = { number: string; reference: string };

const NUMBER_MOST = 40;
const REFERENCE_MOST = 200;

export function RequestDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const callsWords = useCallsWords();
  const preview = useMutation({ mutationFn: previewErasure });
  const close = () => {
    preview.reset();
    onClose();
  };
  const enter = useKeepingChange(requestErasure, {
    said: () => t('keeping:request.entered'),
    onDone: close,
  });
  const error = enter.error ?? preview.error;
  const required = [{ required: true, whitespace: true, message: t('field.required') }];
  return (
    <Modal
      open={isOpen}
      title={t('keeping:request.new')}
      footer={null}
      onCancel={close}
      destroyOnHidden
      width={480}
    >
      {error && <ErrorNotice error={error} />}
      <Form<Fields>
        form={form}
        layout="vertical"
        autoComplete="off"
        onFinish={({ number }) => {
          preview.mutate(number);
        }}
        onValuesChange={(changed: Partial<Fields>) => {
          if (changed.number !== undefined) preview.reset();
        }}
      >
        <Form.Item
          name="number"
          label={t('keeping:request.number')}
          extra={t('keeping:request.number_hint')}
          rules={required}
        >
          <Input maxLength={NUMBER_MOST} autoFocus inputMode="tel" />
        </Form.Item>
        <Form.Item
          name="reference"
          label={t('keeping:request.reference')}
          extra={t('keeping:request.reference_hint')}
          rules={required}
        >
          <Input maxLength={REFERENCE_MOST} />
        </Form.Item>
        {preview.data && <Found preview={preview.data} />}
        <div className={styles.actions}>
          <Button htmlType="submit" loading={preview.isPending}>
            {t('keeping:request.look')}
          </Button>
          <Popconfirm
            title={t('keeping:request.erase_confirm', { calls: callsWords(preview.data?.calls ?? 0) })}
            okText={t('keeping:request.erase')}
            okButtonProps={{ danger: true }}
            cancelText={t('action.cancel')}
            disabled={!preview.data}
            onConfirm={() => {
              enter.mutate(form.getFieldsValue());
            }}
          >
            <Button danger disabled={!preview.data} loading={enter.isPending}>
              {t('keeping:request.erase')}
            </Button>
          </Popconfirm>
        </div>
      </Form>
    </Modal>
  );
}

function Found({ preview }: { preview: ErasurePreview }) {
  const { t } = useTranslation();
  const callsWords = useCallsWords();
  const { masked_number: number, calls, numberless, spellings, held, kept } = preview;
  const { descriptions, files, imports, contacts } = preview;
  return (
    <div className={styles.preview} role="status">
      <p>
        <strong>{t('keeping:request.found', { number, calls: callsWords(calls) })}</strong>
      </p>
      {contacts > 0 && <p>{t('keeping:request.contacts', { count: contacts })}</p>}
      {calls === 0 && contacts === 0 && <p>{t('keeping:request.nothing')}</p>}
      {spellings.map((spelling) => (
        <p key={spelling.masked_number} className="muted">
          {t('keeping:request.spelling', {
            number: spelling.masked_number,
            calls: callsWords(spelling.calls),
          })}
        </p>
      ))}
      {numberless > 0 && (
        <p className="muted">{t('keeping:request.numberless', { calls: callsWords(numberless) })}</p>
      )}
      {held > 0 && <p>{t('keeping:request.held', { calls: callsWords(held) })}</p>}
      {kept > 0 && <p>{t('keeping:request.kept', { calls: callsWords(kept) })}</p>}
      {descriptions > 0 && <p>{t('keeping:request.descriptions', { count: descriptions })}</p>}
      {files > 0 && <p>{t('keeping:request.files', { count: files })}</p>}
      {imports > 0 && <p>{t('keeping:request.imports', { count: imports })}</p>}
    </div>
  );
}
