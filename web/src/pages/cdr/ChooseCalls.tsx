// The first step: where the calls come from, and the file.
import { InboxOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Button, Upload } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CDR_TEMPLATE_ADDRESS, type CdrTable } from '../../api/cdrImports';
import { directoryQuery } from '../../api/directory';
import styles from './cdr.module.css';

export function ChooseCalls({ onChoose }: { onChoose: (table: CdrTable) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [source, setSource] = useState('');
  const isReady = source.trim() !== '';
  const agents = useQuery(directoryQuery).data?.agents ?? [];
  const known = [...new Set(agents.map((agent) => agent.source))].map((value) => ({ value }));
  return (
    <>
      <div className={styles.source}>
        <label htmlFor={id}>
          {t('cdr:source')} <span className="muted">{t('upload:needed')}</span>
        </label>
        <AutoComplete
          id={id}
          value={source}
          options={known}
          showSearch={{ filterOption: true }}
          onChange={setSource}
        />
        <p className="muted">{t('cdr:source_hint')}</p>
      </div>
      <Upload.Dragger
        accept=".xlsx,.csv,.txt"
        multiple={false}
        showUploadList={false}
        disabled={!isReady}
        beforeUpload={(file) => {
          onChoose({ file, source: source.trim(), columns: null });
          return false;
        }}
      >
        <p className="ant-upload-drag-icon">
          <InboxOutlined />
        </p>
        <p className={isReady ? '' : 'muted'}>{t('cdr:drop')}</p>
        <p className="muted">{t('cdr:drop_hint')}</p>
      </Upload.Dragger>
      <div className={styles.explained}>
        <p>{t('cdr:explain_rows')}</p>
        <p>{t('cdr:explain_again')}</p>
        <p className="muted">{t('cdr:explain_audio')}</p>
        <Button href={CDR_TEMPLATE_ADDRESS} download>
          {t('cdr:template')}
        </Button>
      </div>
    </>
  );
}
