// The words of the call, taken away as a file.
import { DownloadOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { TRANSCRIPT_FORMATS, transcriptAddress } from '../api/hits';
import { useMay } from '../app/me';
import { useLanguage } from '../app/preferences';

export function TranscriptFiles({ callId }: { callId: string }) {
  const { t } = useTranslation('search');
  const language = useLanguage();
  if (!useMay('download_recordings')) return null;
  const items = TRANSCRIPT_FORMATS.map((format) => ({
    key: format,
    label: (
      <a
        href={transcriptAddress(callId, format, language)}
        // The others are named by the server.
        download={format === 'vcon' ? `${callId}.vcon.json` : true}
      >
        {t(`file.${format}`)}
      </a>
    ),
  }));
  return (
    <Dropdown trigger={['click']} menu={{ items }} placement="bottomRight">
      <Button size="small" type="text" icon={<DownloadOutlined aria-hidden />}>
        {t('file.take')}
      </Button>
    </Dropdown>
  );
}
