// A recording transcribed once more: asked for, and how far that is.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { againQuery, transcribeAgain, transcribedAgain, transcriptAskedFor } from '../api/transcription';
import { useMay } from '../app/me';
import { ErrorNotice } from '../components/ErrorNotice';
import { useReasonWords } from '../components/useReasonWords';
import { useSaidChange } from '../components/useSaidChange';
import type { RecordingWords } from './useCallWords';

/** Whether whoever is signed in may have recordings transcribed once more. */
export function useMayTranscribeAgain(): boolean {
  const [scores, looksAfter] = [useMay('score_calls'), useMay('manage_sources')];
  return scores || looksAfter;
}

/** Has these recordings transcribed once more. */
export function useTranscribeAgain() {
  const { t } = useTranslation('player');
  const askForAll = (ids: readonly string[]) => Promise.all(ids.map(transcribeAgain));
  return useSaidChange(askForAll, transcriptAskedFor, { said: () => t('again.asked') });
}

/** For whoever may; nothing for others. */
export function TranscribeAgain({ recordings }: { recordings: readonly string[] }) {
  const { t } = useTranslation('player');
  const ask = useTranscribeAgain();
  if (!useMayTranscribeAgain() || recordings.length === 0) return null;
  return (
    <>
      {ask.error && <ErrorNotice error={ask.error} />}
      <Button
        size="small"
        loading={ask.isPending}
        onClick={() => {
          ask.mutate(recordings);
        }}
      >
        {t('again.ask')}
      </Button>
    </>
  );
}

/** Whether it waits or is at work; once more is of no use then. */
export function isUnderWay({ again }: Pick<RecordingWords, 'again'>): boolean {
  return again === 'waiting' || again === 'running';
}

/** How far it is; nothing where it is not. */
export function AgainStanding({ words }: { words: RecordingWords }) {
  const { t } = useTranslation('player');
  const reasonWords = useReasonWords();
  if (isUnderWay(words)) return <BeingTranscribedAgain words={words} />;
  if (words.again === null) return null;
  return (
    <Alert
      type="warning"
      banner
      title={t('again.failed')}
      description={
        <>
          {t('again.failed_hint', {
            reason: words.failure ? reasonWords(words.failure.code, words.failure.message) : '–',
          })}{' '}
          <TranscribeAgain recordings={[words.recording.id]} />
        </>
      }
    />
  );
}

/** The page goes on by itself when the new words are there. */
function BeingTranscribedAgain({ words }: { words: RecordingWords }) {
  const { t } = useTranslation('player');
  const queryClient = useQueryClient();
  const { data } = useQuery(againQuery(words.recording.id, words.version));
  const again = data?.again ?? null;
  const hasEnded = data !== undefined && again !== 'waiting' && again !== 'running';
  useEffect(() => {
    if (hasEnded) void transcribedAgain(queryClient);
  }, [hasEnded, queryClient]);
  const isRunning = (data === undefined ? words.again : again) === 'running';
  return (
    <p className="transcript-note transcript-again" role="status">
      {t(isRunning ? 'again.running' : 'again.waiting')}
    </p>
  );
}
