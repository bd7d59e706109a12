// A scorecard as a file, or as its text.
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field } from './fields';

type Props = { yaml: string; onChange: (yaml: string) => void };

export function CardFileField({ yaml, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Field label={t('cards:new.yaml')}>
      {(id) => (
        <>
          <input
            type="file"
            accept=".yaml,.yml,.json"
            aria-label={t('cards:new.choose_file')}
            onChange={({ target }) => {
              void target.files?.[0]?.text().then(onChange);
            }}
          />
          <Input.TextArea
            id={id}
            rows={8}
            value={yaml}
            onChange={({ target }) => {
              onChange(target.value);
            }}
          />
        </>
      )}
    </Field>
  );
}
