// Places a hold: of which kind, and why.
import { Button, Form, Input, Modal, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Held, type HoldKind, placeHold } from '../../api/keeping';
import { ErrorNotice } from '../ErrorNotice';
import { useKeepingChange } from './useKeepingChange';

type Props = { title: string; held: Held; isOpen: boolean; onClose: () => void };

const KINDS: HoldKind[] = ['keep', 'legal'];
const REASON_MOST = 500;

export function HoldDialog({ title, held, isOpen, onClose }: Props) {
  const { t } = useTranslation();
  const place = useKeepingChange(
    (values: { kind: HoldKind; reason: string }) => placeHold({ ...values, ...held }),
    { said: ({ calls }) => t('keeping:hold.placed', { count: calls }), onDone: onClose },
  );
  return (
    <Modal open={isOpen} title={title} footer={null} onCancel={onClose} destroyOnHidden width={480}>
      {place.error && <ErrorNotice error={place.error} />}
      <Form<{ kind: HoldKind; reason: string }>
        layout="vertical"
        initialValues={{ kind: 'keep', reason: '' }}
        onFinish={(values) => {
          place.mutate(values);
        }}
      >
        <Form.Item name="kind" label={t('keeping:hold.kind')}>
          <Radio.Group>
            {KINDS.map((kind) => (
              <div key={kind}>
                <Radio value={kind}>
                  {t(`keeping:hold.${kind}`)} <span className="muted">{t(`keeping:hold.${kind}_hint`)}</span>
                </Radio>
              </div>
            ))}
          </Radio.Group>
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('keeping:hold.reason')}
          rules={[{ required: true, whitespace: true, message: t('field.required') }]}
        >
          <Input.TextArea maxLength={REASON_MOST} rows={2} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={place.isPending} block>
          {t('keeping:hold.place')}
        </Button>
      </Form>
    </Modal>
  );
}
