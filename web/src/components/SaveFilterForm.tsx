import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { directoryQuery } from '../api/directory';
import { type FilteredPage, saveFilter } from '../api/filters';
import { useMay } from '../app/me';
import { ErrorNotice } from './ErrorNotice';

type Fields = { name: string; team_id?: string | null };

/** Saves the filter at hand; for a whole team where one may. */
export function SaveFilterForm({ page, query }: { page: FilteredPage; query: string }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const mayShare = useMay('share_filters');
  const teams = useQuery(directoryQuery).data?.teams ?? [];
  const queryClient = useQueryClient();
  const saving = useMutation({
    mutationFn: ({ name, team_id }: Fields) =>
      saveFilter({ page, name: name.trim(), query, team_id: team_id ?? null }),
    onSuccess: () => {
      form.resetFields();
      return queryClient.invalidateQueries({ queryKey: ['filters'] });
    },
  });
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      onFinish={(fields) => {
        saving.mutate(fields);
      }}
    >
      {saving.error && <ErrorNotice error={saving.error} />}
      <Form.Item
        name="name"
        label={t('calls:saved.name')}
        rules={[{ required: true, whitespace: true, message: t('field.required') }]}
      >
        <Input maxLength={80} />
      </Form.Item>
      {mayShare && teams.length > 0 && (
        <Form.Item name="team_id" label={t('calls:saved.share')}>
          <Select
            allowClear
            placeholder={t('calls:saved.only_me')}
            options={teams.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
      )}
      <Button htmlType="submit" type="primary" block loading={saving.isPending}>
        {t('calls:saved.save')}
      </Button>
    </Form>
  );
}
