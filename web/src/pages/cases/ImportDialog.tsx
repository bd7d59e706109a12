// A case of a recording that comes from elsewhere: the file, the shelf, and what it teaches.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Input, Modal, Select, Upload, type UploadFile } from 'antd';
import { UploadOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { casesChanged, importCase, librariesQuery } from '../../api/cases';
import type { CaseLevel } from '../../api/caseShapes';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';
import { useWorded } from '../../i18n/words';
import { LEVELS } from './kinds';
import { LINE_MOST } from './ProposeDialog';

type Fields = { files: UploadFile[]; library: string; line: string; level: CaseLevel };

export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const navigate = useNavigate();
  const libraries = useQuery(librariesQuery);
  const shelves = (libraries.data?.items ?? []).filter((one) => one.retired_at === null);
  const bring = useSaidChange(importCase, casesChanged, {
    said: () => t('cases:propose.drafted'),
    onDone: ({ id }) => {
      onClose();
      void navigate({ to: '/cases/$caseId/edit', params: { caseId: id } });
    },
  });
  const error = libraries.error ?? bring.error;
  const required = [{ required: true, whitespace: true, message: t('field.required') }];
  return (
    <Modal open footer={null} onCancel={onClose} destroyOnHidden title={t('cases:import.title')}>
      <p className="muted">{t('cases:import.hint')}</p>
      {error && <ErrorNotice error={error} />}
      {libraries.data && (
        <Form<Fields>
          layout="vertical"
          initialValues={{ files: [], library: shelves[0]?.id, line: '', level: 'regular' }}
          onFinish={({ files, library, line, level }) => {
            const file = files[0]?.originFileObj;
            if (file) bring.mutate({ file, library_id: library, teaching_line: line.trim(), level });
          }}
        >
          <Form.Item
            name="files"
            label={t('cases:import.file')}
            valuePropName="fileList"
            getValueFromEvent={({ fileList }: { fileList: UploadFile[] }) => fileList}
            rules={[{ required: true, message: t('field.required') }]}
          >
            <Upload
              maxCount={1}
              accept="audio/*,.wav,.mp3,.ogg,.opus,.m4a,.flac,.gsm,.au"
              beforeUpload={() => false}
            >
              <Button icon={<UploadOutlined />}>{t('cases:import.choose')}</Button>
            </Upload>
          </Form.Item>
          <Form.Item
            name="line"
            label={t('cases:propose.line')}
            extra={t('cases:propose.line_hint')}
            rules={required}
          >
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={LINE_MOST} />
          </Form.Item>
          <Form.Item name="library" label={t('cases:propose.shelf')} rules={required}>
            <Select options={shelves.map(({ id, name }) => ({ value: id, label: worded(name) }))} />
          </Form.Item>
          <Form.Item name="level" label={t('cases:column.level')}>
            <Select options={LEVELS.map((value) => ({ value, label: t(`cases:level.${value}`) }))} />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={bring.isPending}>
            {t('cases:import.send')}
          </Button>
        </Form>
      )}
    </Modal>
  );
}
