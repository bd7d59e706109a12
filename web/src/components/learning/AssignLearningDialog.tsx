// Gives a case, a playlist or a reference call to people and teams, to be learned by a day.
import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Form, Input, Modal, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { casesChanged, casesQuery } from '../../api/cases';
import { directoryQuery } from '../../api/directory';
import { assignLearning, type NewTask, playlistsQuery } from '../../api/learning';
import { ErrorNotice } from '../ErrorNotice';
import { NamedSelect } from '../NamedSelect';
import { useSaidChange } from '../useSaidChange';

const NOTE_MOST = 1_000;
const CASES_MOST = 200;
const USUAL_DAYS = 7;

type Props = {
  /** What is given; without it it is chosen. */
  of?: { name: string } & ({ case_id: string } | { reference_call_id: string });
  onClose: () => void;
};
type Fields = { what: string; people: string[]; teams: string[]; due: Dayjs; note: string };

export function AssignLearningDialog({ of, onClose }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const directory = useQuery(directoryQuery).data;
  const cases = useQuery({
    ...casesQuery({ state: 'shelved', limit: CASES_MOST }),
    enabled: of === undefined,
  });
  const playlists = useQuery({ ...playlistsQuery, enabled: of === undefined });
  const people = Form.useWatch('people', form) ?? [];
  const teams = Form.useWatch('teams', form) ?? [];
  const assign = useSaidChange(
    ({ what, due, note, ...whom }: Fields) =>
      assignLearning({
        ...(of ? lessonOf(of) : chosen(what)),
        person_ids: whom.people,
        team_ids: whom.teams,
        due_on: due.format('YYYY-MM-DD'),
        ...(note.trim() && { note: note.trim() }),
      }),
    casesChanged,
    { said: () => t('learning:assign.done'), onDone: onClose },
  );
  const error = assign.error ?? cases.error ?? playlists.error;
  return (
    <Modal
      open
      footer={null}
      onCancel={onClose}
      destroyOnHidden
      title={of ? t('learning:assign.title_of', { name: of.name }) : t('learning:assign.title')}
    >
      {error && <ErrorNotice error={error} />}
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={{ people: [], teams: [], due: dayjs().add(USUAL_DAYS, 'day'), note: '' }}
        onFinish={(fields) => {
          assign.mutate(fields);
        }}
      >
        {!of && (
          <Form.Item
            name="what"
            label={t('learning:assign.what')}
            rules={[{ required: true, message: t('field.required') }]}
          >
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              options={[
                {
                  label: t('learning:playlist.title'),
                  options: (playlists.data?.items ?? []).map(({ id, name }) => ({
                    value: `${PLAYLIST}${id}`,
                    label: name,
                  })),
                },
                {
                  label: t('nav.cases'),
                  options: (cases.data?.items ?? []).map(({ id, teaching_line }) => ({
                    value: id,
                    label: teaching_line,
                  })),
                },
              ]}
            />
          </Form.Item>
        )}
        <Form.Item name="teams" label={t('learning:assign.teams')}>
          <NamedSelect from={directory?.teams} />
        </Form.Item>
        <Form.Item name="people" label={t('learning:assign.people')}>
          <NamedSelect from={directory?.people} />
        </Form.Item>
        <Form.Item
          name="due"
          label={t('learning:assign.due')}
          rules={[{ required: true, message: t('field.required') }]}
        >
          <DatePicker allowClear={false} minDate={dayjs()} />
        </Form.Item>
        <Form.Item name="note" label={t('learning:assign.note')}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={NOTE_MOST} />
        </Form.Item>
        <Button
          type="primary"
          htmlType="submit"
          block
          loading={assign.isPending}
          disabled={people.length + teams.length === 0}
        >
          {t('learning:assign.send')}
        </Button>
      </Form>
    </Modal>
  );
}

const PLAYLIST = 'playlist:';

function lessonOf(of: NonNullable<Props['of']>): Pick<NewTask, 'case_id' | 'reference_call_id'> {
  return 'case_id' in of ? { case_id: of.case_id } : { reference_call_id: of.reference_call_id };
}

function chosen(what: string): Pick<NewTask, 'case_id' | 'playlist_id'> {
  return what.startsWith(PLAYLIST) ? { playlist_id: what.slice(PLAYLIST.length) } : { case_id: what };
}
