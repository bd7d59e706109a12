// The fields of a rule that say which calls it is about. What is left empty asks for nothing.
import { useQuery } from '@tanstack/react-query';
import { Form, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { directoryQuery } from '../../api/directory';
import type { Named } from '../../api/types';

export function RuleConditions() {
  const { t } = useTranslation();
  const names = useQuery(directoryQuery).data;
  const words = (list: string[] | undefined) => list?.map((word) => ({ id: word, name: word }));
  return (
    <>
      <Chooser name="sources" offered={names?.sources} />
      <Chooser name="projects" offered={names?.projects} />
      <Chooser name="queues" offered={names?.queues} />
      <Chooser name="tags" offered={words(names?.tags)} isOpen />
      <Chooser name="dispositions" offered={words(names?.dispositions)} isOpen />
      <Form.Item name="evaluated" label={t('keeping:rule.evaluated')}>
        <Radio.Group
          options={[
            { value: 'either', label: t('keeping:rule.either') },
            { value: 'yes', label: t('keeping:rule.is_evaluated') },
            { value: 'no', label: t('keeping:rule.not_evaluated') },
          ]}
        />
      </Form.Item>
    </>
  );
}

type ChooserProps = {
  name: 'sources' | 'projects' | 'queues' | 'tags' | 'dispositions';
  offered: Named[] | undefined;
  /** Words that no call bears yet may be written too. */
  isOpen?: boolean;
};

function Chooser({ name, offered = [], isOpen = false }: ChooserProps) {
  const { t } = useTranslation();
  return (
    <Form.Item name={name} label={t(`keeping:rule.${name}`)}>
      <Select
        mode={isOpen ? 'tags' : 'multiple'}
        allowClear
        placeholder={t('keeping:rule.any')}
        showSearch={{ optionFilterProp: 'label' }}
        options={offered.map((one) => ({ value: one.id, label: one.name }))}
      />
    </Form.Item>
  );
}
