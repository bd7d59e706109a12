// One tag of those in use; one that is asked for is there, even if nothing has it any more.
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';

type Props = {
  tags: readonly string[];
  chosen: string | undefined;
  onTag: (tag: string | undefined) => void;
};

export function TagPicker({ tags, chosen, onTag }: Props) {
  const { t } = useTranslation();
  const offered = [...new Set([...tags, ...(chosen === undefined ? [] : [chosen])])];
  if (offered.length === 0) return null;
  return (
    <Select
      allowClear
      showSearch
      aria-label={t('clips:tag')}
      placeholder={t('clips:tag')}
      popupMatchSelectWidth={false}
      value={chosen ?? null}
      options={offered.map((tag) => ({ value: tag, label: tag }))}
      onChange={onTag}
    />
  );
}
