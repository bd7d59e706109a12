// Proposes a case: a clip or a call, the shelf that it is for, and what it teaches in one sentence.
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { casesChanged, librariesQuery, proposeCase } from '../../api/cases';
import type { LibraryKind } from '../../api/caseShapes';
import { clipsQuery } from '../../api/clips';
import { useMay } from '../../app/me';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';
import { useWorded } from '../../i18n/words';

/** What a teaching line may hold, here and in the editor. */
export const LINE_MOST = 200;

type Props = {
  /** What is proposed; without it one of one's own clips is chosen. */
  of?: { call_id: string } | { clip_id: string };
  /** The only kind of shelf that it may be for. */
  kind?: LibraryKind;
  line?: string;
  onClose: () => void;
};
type Fields = { clip: string | undefined; library: string; line: string };

export function ProposeDialog({ of, kind, line = '', onClose }: Props) {
  const { t } = useTranslation();
  const worded = useWorded();
  const edits = useMay('edit_libraries');
  const flags = useMay('flag_calls');
  // What agents nominate of their own is what they are proud of.
  const only = edits || flags ? kind : 'good';
  const libraries = useQuery(librariesQuery);
  const clips = useQuery({ ...clipsQuery({ made_by: 'me' }), enabled: of === undefined });
  const shelves = (libraries.data?.items ?? []).filter(
    (one) => one.retired_at === null && (only === undefined || one.kind === only),
  );
  const propose = useSaidChange(
    ({ clip, library, line: said }: Fields) =>
      proposeCase({ library_id: library, teaching_line: said.trim(), ...(of ?? { clip_id: clip ?? '' }) }),
    casesChanged,
    { said: () => t(edits ? 'cases:propose.drafted' : 'cases:propose.done'), onDone: onClose },
  );
  const error = libraries.error ?? clips.error ?? propose.error;
  const required = [{ required: true, whitespace: true, message: t('field.required') }];
  return (
    <Modal open footer={null} onCancel={onClose} destroyOnHidden title={t('cases:propose.title')}>
      <p className="muted">{t(edits ? 'cases:propose.hint_editor' : 'cases:propose.hint')}</p>
      {error && <ErrorNotice error={error} />}
      {libraries.data && (
        <Form<Fields>
          layout="vertical"
          initialValues={{ library: shelves[0]?.id, line }}
          onFinish={(fields) => {
            propose.mutate(fields);
          }}
        >
          {of === undefined && (
            <Form.Item
              name="clip"
              label={t('cases:propose.clip')}
              extra={t('cases:propose.clip_hint')}
              rules={[{ required: true, message: t('field.required') }]}
            >
              <Select
                showSearch={{ optionFilterProp: 'label' }}
                notFoundContent={t('cases:propose.no_clips')}
                options={(clips.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }))}
              />
            </Form.Item>
          )}
          <Form.Item name="library" label={t('cases:propose.shelf')} rules={required}>
            <Select options={shelves.map(({ id, name }) => ({ value: id, label: worded(name) }))} />
          </Form.Item>
          <Form.Item
            name="line"
            label={t('cases:propose.line')}
            extra={t('cases:propose.line_hint')}
            rules={required}
          >
            <Input.TextArea autoFocus autoSize={{ minRows: 2, maxRows: 5 }} maxLength={LINE_MOST} />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={propose.isPending}>
            {t('cases:propose.send')}
          </Button>
        </Form>
      )}
    </Modal>
  );
}
