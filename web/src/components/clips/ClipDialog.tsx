// A clip, new or changed: its title, a note, tags; and, where it teaches something, a proposal with it.
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { casesChanged, librariesQuery, proposeCase } from '../../api/cases';
import type { Clip } from '../../api/caseShapes';
import { changeClip, clipsChanged, type ClipWords, makeClip } from '../../api/clips';
import { useMay } from '../../app/me';
import { useWorded } from '../../i18n/words';
import { clock } from '../../player/timeline';
import { ErrorNotice } from '../ErrorNotice';
import { useSaidChange } from '../useSaidChange';
import type { ClipRange } from './range';

const TITLE_MOST = 200;
const NOTE_MOST = 2_000;
const LINE_MOST = 200;

type Props = { of: { call_id: string; range: ClipRange } | Clip; onClose: () => void };
type Fields = {
  title: string;
  note: string;
  tags: string[];
  proposes: boolean;
  library: string;
  line: string;
};

export function ClipDialog({ of, onClose }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const known = 'range' in of ? null : of;
  const mayPropose = useMay('propose_cases') && known === null;
  const proposes = Form.useWatch('proposes', form) === true;
  const save = useSaidChange(
    async (fields: Fields) => {
      const clip = await kept(of, {
        title: fields.title.trim(),
        note: fields.note.trim() || null,
        tags: fields.tags,
      });
      if (fields.proposes) {
        await proposeCase({
          library_id: fields.library,
          clip_id: clip.id,
          teaching_line: fields.line.trim(),
        });
      }
      return fields.proposes;
    },
    async (queries) => {
      await clipsChanged(queries);
      await casesChanged(queries);
    },
    {
      said: (proposed) => t(proposed ? 'clips:made_and_proposed' : known ? 'clips:changed' : 'clips:made'),
      onDone: onClose,
    },
  );
  const { start_ms, end_ms } = 'range' in of ? of.range : of;
  return (
    <Modal
      open
      footer={null}
      onCancel={onClose}
      destroyOnHidden
      title={t(known ? 'clips:change' : 'clips:new')}
    >
      <p className="muted">
        {t('clips:range', { from: clock(start_ms), to: clock(end_ms) })} {t('clips:redacted')}
        {'range' in of && of.range.isCut && ` ${t('clips:cut')}`}
      </p>
      {save.error && <ErrorNotice error={save.error} />}
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={{
          title: known?.title ?? '',
          note: known?.note ?? '',
          tags: known?.tags ?? [],
          proposes: false,
          line: '',
        }}
        onFinish={(fields) => {
          save.mutate({ ...fields, proposes: fields.proposes });
        }}
      >
        <Form.Item
          name="title"
          label={t('clips:title')}
          rules={[{ required: true, whitespace: true, message: t('field.required') }]}
        >
          <Input autoFocus maxLength={TITLE_MOST} />
        </Form.Item>
        <Form.Item name="note" label={t('clips:note')}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={NOTE_MOST} />
        </Form.Item>
        <Form.Item name="tags" label={t('clips:tags')}>
          <Select mode="tags" tokenSeparators={[',', '，', '、']} />
        </Form.Item>
        {mayPropose && (
          <Form.Item name="proposes" valuePropName="checked">
            <Checkbox>{t('clips:propose')}</Checkbox>
          </Form.Item>
        )}
        {proposes && <ProposalFields />}
        <Button type="primary" htmlType="submit" block loading={save.isPending}>
          {t('action.save')}
        </Button>
      </Form>
    </Modal>
  );
}

function kept(of: Props['of'], words: ClipWords): Promise<Clip> {
  if (!('range' in of)) return changeClip({ ...words, id: of.id });
  const { recording_id, start_ms, end_ms } = of.range;
  return makeClip(of.call_id, { ...words, recording_id, start_ms, end_ms });
}

function ProposalFields() {
  const { t } = useTranslation();
  const worded = useWorded();
  const { data, error } = useQuery(librariesQuery);
  const shelves = (data?.items ?? []).filter((one) => one.retired_at === null);
  const required = [{ required: true, whitespace: true, message: t('field.required') }];
  return (
    <>
      {error && <ErrorNotice error={error} />}
      <Form.Item name="library" label={t('cases:propose.shelf')} rules={required}>
        <Select options={shelves.map(({ id, name }) => ({ value: id, label: worded(name) }))} />
      </Form.Item>
      <Form.Item
        name="line"
        label={t('cases:propose.line')}
        extra={t('cases:propose.line_hint')}
        rules={required}
      >
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={LINE_MOST} />
      </Form.Item>
    </>
  );
}
