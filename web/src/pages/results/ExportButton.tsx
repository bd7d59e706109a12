// Takes the list away as a file: everything that the filter finds, in the order shown.
import { Button, Popover, Radio } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { exportAddress } from '../../api/results';
import { useLanguage } from '../../app/preferences';
import type { Search } from '../../app/search';
import styles from './results.module.css';
import { resultFilters, resultSort } from './search';

const ROWS = ['evaluations', 'items'] as const;
const FORMATS = ['xlsx', 'csv', 'jsonl'] as const;

export function ExportButton({ search }: { search: Search }) {
  const { t } = useTranslation('exporting');
  return (
    <Popover trigger="click" placement="bottomRight" title={t('title')} content={<Choices search={search} />}>
      <Button>{t('button')}</Button>
    </Popover>
  );
}

function Choices({ search }: { search: Search }) {
  const { t } = useTranslation('exporting');
  const language = useLanguage();
  const [rows, setRows] = useState<(typeof ROWS)[number]>('evaluations');
  const [format, setFormat] = useState<(typeof FORMATS)[number]>('xlsx');
  const [rowsName, formatName] = [useId(), useId()];
  const address = exportAddress({
    ...resultFilters(search),
    view: 'results',
    sort: resultSort(search),
    rows,
    format,
    language,
  });
  return (
    <div className={styles.export}>
      <p className="muted">{t('hint')}</p>
      <h3 id={rowsName}>{t('rows')}</h3>
      <Radio.Group
        vertical
        aria-labelledby={rowsName}
        value={rows}
        options={ROWS.map((value) => ({ value, label: t(`rows_of.${value}`) }))}
        onChange={({ target }) => {
          setRows(target.value as (typeof ROWS)[number]);
        }}
      />
      <h3 id={formatName}>{t('format')}</h3>
      <Radio.Group
        vertical
        aria-labelledby={formatName}
        value={format}
        options={FORMATS.map((value) => ({ value, label: t(`format_of.${value}`) }))}
        onChange={({ target }) => {
          setFormat(target.value as (typeof FORMATS)[number]);
        }}
      />
      <Button type="primary" href={address} download>
        {t('download')}
      </Button>
    </div>
  );
}
