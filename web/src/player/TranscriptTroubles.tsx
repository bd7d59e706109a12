// Why there are no words, or not all of them yet.
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { cannotBeHidden, transcriptQuery } from '../api/recordings';
import { askForTranscript, transcriptAskedFor } from '../api/transcription';
import { ErrorNotice } from '../components/ErrorNotice';
import { useSaidChange } from '../components/useSaidChange';
import { useMay } from '../app/me';
import { Key } from '../components/Key';
import { useReasonWords } from '../components/useReasonWords';
import { lanesByChannel } from './lanes';
import { clock } from './timeline';
import { AgainStanding, TranscribeAgain } from './TranscribeAgain';
import type { CallWords, RecordingWords } from './useCallWords';
import type { PlayedRecording, Playback } from './usePlayback';

type Props = { playback: Playback; words: CallWords };

export function TranscriptTroubles({ playback, words }: Props) {
  const { t } = useTranslation(['player', 'words']);
  const [closed] = playback.closed;
  if (closed && playback.segments.length === 0) return <ClosedWords recording_id={closed.id} />;
  if (playback.segments.length === 0) return <p className="transcript-note">{t('transcript.none')}</p>;
  const isSilent =
    words.lines.length === 0 &&
    words.recordings.every((one) => one.state === 'ready' && one.quality?.is_poor !== true);
  if (isSilent) return <Silent words={words} />;
  // Two recordings that both wait, or that both wait to be asked for, say so once.
  const said = new Set<string>();
  return words.recordings
    .filter(({ state }) => {
      const what = state === 'running' ? 'waiting' : state;
      const isFirst = !said.has(what);
      said.add(what);
      return isFirst || !['waiting', 'not_asked', 'stopped'].includes(what);
    })
    .map((one) => <Trouble key={one.recording.id} words={one} />);
}

/** Nobody speaks, as far as was heard. */
function Silent({ words }: { words: CallWords }) {
  const { t } = useTranslation('player');
  const idle = words.recordings.filter((one) => one.again === null);
  return (
    <>
      <div className="transcript-note">
        <p>{t('transcript.empty')}</p>
        <TranscribeAgain recordings={idle.map((one) => one.recording.id)} />
      </div>
      {words.recordings.map((one) => (
        <AgainStanding key={one.recording.id} words={one} />
      ))}
    </>
  );
}

/** Words that whoever reads may not read before card numbers and the like are taken out. */
function ClosedWords({ recording_id }: { recording_id: string }) {
  const { t } = useTranslation('words');
  const { error } = useQuery(transcriptQuery(recording_id));
  return (
    <p className="transcript-note">{t(cannotBeHidden(error) ? 'closed.failed_words' : 'closed.words')}</p>
  );
}

type AskProps = { recording_id: string; state: 'not_asked' | 'stopped' };

/** Has the words of the call made. */
function AskForWords({ recording_id, state }: AskProps) {
  const { t } = useTranslation('player');
  const ask = useSaidChange(askForTranscript, transcriptAskedFor, {});
  return (
    <div className="transcript-note">
      <p>{t(`transcript.${state}`)}</p>
      {ask.error && <ErrorNotice error={ask.error} />}
      <Button
        size="small"
        loading={ask.isPending}
        onClick={() => {
          ask.mutate(recording_id);
        }}
      >
        {t('transcript.ask')}
      </Button>
    </div>
  );
}

function Trouble({ words }: { words: RecordingWords }) {
  const { t } = useTranslation(['player', 'words']);
  const reasonWords = useReasonWords();
  switch (words.state) {
    case 'loading':
      return null;
    case 'ready':
      return (
        <>
          {words.quality?.is_poor && <PoorTranscript words={words} quality={words.quality} />}
          <AgainStanding words={words} />
          {words.speakersGuessed ? (
            <GuessedSpeakers />
          ) : (
            isOnOneChannel(words.recording) && <UnnamedSpeakers />
          )}
        </>
      );
    case 'waiting':
    case 'running':
      return (
        <p className="transcript-note" role="status">
          {t(`transcript.${words.state}`)}
        </p>
      );
    case 'not_asked':
    case 'stopped':
      return <AskForWords recording_id={words.recording.id} state={words.state} />;
    case 'closed':
      return <ClosedWords recording_id={words.recording.id} />;
    case 'unreachable':
      return <Alert type="warning" showIcon title={t('transcript.unreachable')} />;
    case 'failed':
      return (
        <Alert
          type="warning"
          showIcon
          title={t('transcript.failed', { at: clock(words.recording.offset_ms) })}
          description={t('transcript.failed_hint', {
            reason: words.failure ? reasonWords(words.failure.code, words.failure.message) : '–',
          })}
        />
      );
  }
}

function isOnOneChannel(recording: PlayedRecording): boolean {
  return lanesByChannel(recording).some((lane) => lane.role === 'mixed');
}

/** Both sides are on one channel: whoever may correct is told by which keys. */
function GuessedSpeakers() {
  const { t } = useTranslation('words');
  const mayCorrect = useMayCorrect();
  return (
    <p className="transcript-note transcript-guessed">
      {t('guessed.title')}
      {mayCorrect && <SpeakerKeys />}
    </p>
  );
}

/** The same where the voices could not be told apart. */
function UnnamedSpeakers() {
  const { t } = useTranslation('words');
  if (!useMayCorrect()) return null;
  return (
    <p className="transcript-note transcript-guessed">
      {t('guessed.unnamed')}
      <SpeakerKeys />
    </p>
  );
}

function useMayCorrect(): boolean {
  const [maySay, mayRead] = [useMay('score_calls'), useMay('hear_originals')];
  return maySay && mayRead;
}

function SpeakerKeys() {
  const { t } = useTranslation('words');
  return (
    <>
      <span className="transcript-guessed-key">
        <Key>{t('guessed.one_key')}</Key> {t('keys.speaker')}
      </span>
      <span className="transcript-guessed-key">
        <Key>{t('guessed.all_key')}</Key> {t('keys.speakers')}
      </span>
    </>
  );
}

type PoorProps = { words: RecordingWords; quality: NonNullable<RecordingWords['quality']> };

/** Words that nobody should go by without listening. */
function PoorTranscript({ words, quality }: PoorProps) {
  const { t } = useTranslation('player');
  const { offset_ms } = words.recording;
  return (
    <Alert
      type="warning"
      banner
      className="transcript-poor"
      title={
        <>
          <strong>{offset_ms > 0 ? t('poor.title_at', { at: clock(offset_ms) }) : t('poor.title')}</strong>{' '}
          {quality.doubtful > 0 && t('poor.doubtful', { count: quality.doubtful, words: quality.words })}{' '}
          {quality.discarded > 0 && t('poor.gaps', { count: quality.discarded })} {t('poor.listen')}
          <details>
            <summary>{t('poor.help')}</summary>
            {t('poor.hint')}
          </details>
          {words.again === null && <TranscribeAgain recordings={[words.recording.id]} />}
        </>
      }
    />
  );
}
