// What else can be done with the words of a call: have them made once more, look at what was corrected.
import { MoreOutlined } from '@ant-design/icons';
import { App, Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { useProblemWords } from '../components/ErrorNotice';
import { isUnderWay, useMayTranscribeAgain, useTranscribeAgain } from './TranscribeAgain';
import type { CallWords } from './useCallWords';

type Props = {
  words: CallWords;
  /** Opens the list of corrections, for whoever may correct. */
  onCorrections: (() => void) | null;
};

/** Nothing for whoever may do neither. */
export function TranscriptMenu({ words, onCorrections }: Props) {
  const { t } = useTranslation(['player', 'words']);
  const { message } = App.useApp();
  const wordsOf = useProblemWords();
  const ask = useTranscribeAgain();
  const mayAsk = useMayTranscribeAgain();
  const idle = words.recordings.filter((one) => one.state === 'ready' && !isUnderWay(one));
  const askAgain = () => {
    ask.mutate(
      idle.map((one) => one.recording.id),
      { onError: (error) => void message.error(wordsOf(error)) },
    );
  };
  const items = [
    ...(mayAsk
      ? [{ key: 'again', label: t('again.ask'), disabled: idle.length === 0, onClick: askAgain }]
      : []),
    ...(onCorrections
      ? [{ key: 'corrections', label: t('words:corrections.title'), onClick: onCorrections }]
      : []),
  ];
  if (items.length === 0) return null;
  return (
    <Dropdown trigger={['click']} menu={{ items }} placement="bottomRight">
      <Button
        size="small"
        type="text"
        icon={<MoreOutlined aria-hidden />}
        aria-label={t('transcript.more')}
        title={t('transcript.more')}
      />
    </Dropdown>
  );
}
