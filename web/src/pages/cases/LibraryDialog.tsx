// A shelf, new or changed: its name in both languages, whose it is; by topic it can be taken away and put
// back, and that of warnings may allow something instead of consent.
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, Modal, Popconfirm, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { casesChanged, changeLibrary, openLibrary, retireLibrary } from '../../api/cases';
import type { Library } from '../../api/caseShapes';
import { directoryQuery } from '../../api/directory';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';
import styles from './cases.module.css';

type Props = { known: Library | null; onClose: () => void };
type Fields = { zh: string; en: string; project: string | null; altered: boolean; elsewhere: boolean };

const NAME_MOST = 100;

export function LibraryDialog({ known, onClose }: Props) {
  const { t } = useTranslation();
  const directory = useQuery(directoryQuery).data;
  const save = useSaidChange(
    ({ zh, en, project, altered, elsewhere }: Fields) => {
      const name = { ...known?.name, 'zh-CN': zh.trim(), en: en.trim() };
      return known === null
        ? openLibrary({ kind: 'topic', name, project_id: project })
        : changeLibrary({
            id: known.id,
            name,
            project_id: project,
            ...(known.kind === 'warning' && {
              instead_of_consent: { altered_voice: altered, other_sites: elsewhere },
            }),
          });
    },
    casesChanged,
    { said: () => t('cases:shelf.saved'), onDone: onClose },
  );
  const retire = useSaidChange(retireLibrary, casesChanged, {
    said: ({ retired_at }) => t(retired_at === null ? 'cases:shelf.reopened' : 'cases:shelf.retired'),
    onDone: onClose,
  });
  const error = save.error ?? retire.error;
  const required = [{ required: true, whitespace: true, message: t('field.required') }];
  return (
    <Modal
      open
      footer={null}
      onCancel={onClose}
      title={t(known === null ? 'cases:shelf.new' : 'cases:shelf.change')}
    >
      {error && <ErrorNotice error={error} />}
      <Form<Fields>
        layout="vertical"
        initialValues={{
          zh: known?.name['zh-CN'] ?? '',
          en: known?.name.en ?? '',
          project: known?.project?.id ?? null,
          altered: known?.instead_of_consent.altered_voice ?? false,
          elsewhere: known?.instead_of_consent.other_sites ?? false,
        }}
        onFinish={(fields) => {
          save.mutate(fields);
        }}
      >
        <div className={styles.pair}>
          <Form.Item name="zh" label={t('cases:shelf.name_zh')} rules={required}>
            <Input maxLength={NAME_MOST} />
          </Form.Item>
          <Form.Item name="en" label={t('cases:shelf.name_en')} rules={required}>
            <Input maxLength={NAME_MOST} />
          </Form.Item>
        </div>
        <Form.Item name="project" label={t('cases:shelf.project')} extra={t('cases:shelf.project_hint')}>
          <Select
            allowClear
            placeholder={t('cases:shelf.every_project')}
            options={(directory?.projects ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        {known?.kind === 'warning' && (
          <fieldset className={styles.instead}>
            <legend>{t('cases:shelf.instead')}</legend>
            <p className="muted">{t('cases:shelf.instead_hint')}</p>
            <Form.Item name="altered" valuePropName="checked" extra={t('cases:shelf.altered_hint')}>
              <Checkbox>{t('cases:shelf.altered')}</Checkbox>
            </Form.Item>
            <Form.Item name="elsewhere" valuePropName="checked" extra={t('cases:shelf.elsewhere_hint')}>
              <Checkbox>{t('cases:shelf.elsewhere')}</Checkbox>
            </Form.Item>
          </fieldset>
        )}
        <div className={styles.bar}>
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t('action.save')}
          </Button>
          {known?.kind === 'topic' && known.retired_at !== null && (
            <Button
              loading={retire.isPending}
              onClick={() => {
                retire.mutate({ id: known.id, retired: false });
              }}
            >
              {t('cases:shelf.reopen')}
            </Button>
          )}
          {known?.kind === 'topic' && known.retired_at === null && (
            <Popconfirm
              title={t('cases:shelf.retire_confirm')}
              okText={t('cases:shelf.retire')}
              cancelText={t('action.cancel')}
              onConfirm={() => {
                retire.mutate({ id: known.id, retired: true });
              }}
            >
              <Button loading={retire.isPending}>{t('cases:shelf.retire')}</Button>
            </Popconfirm>
          )}
        </div>
      </Form>
    </Modal>
  );
}
