// One call: heard, read, and everything that is known of it.
import { useQuery } from '@tanstack/react-query';
import { useParams, useRouter, useSearch } from '@tanstack/react-router';
import { Button, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { problemFrom } from '../../api/problem';
import { callQuery } from '../../api/recordings';
import type { Call, Recording } from '../../api/types';
import { useMay } from '../../app/me';
import { oneOf } from '../../app/search';
import { ClipsSection } from '../../components/clips/ClipsSection';
import { flagPins } from '../../components/flags/pins';
import { useFlags } from '../../components/flags/useFlags';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { useInstant } from '../../components/Time';
import { useCoded } from '../../i18n/words';
import { CallPlayer } from '../../player/CallPlayer';
import type { Span } from '../../player/passage';
import { TranscribeAgain } from '../../player/TranscribeAgain';
import { TranscriptPane } from '../../player/TranscriptPane';
import { useCallWords } from '../../player/useCallWords';
import { useListeningReport } from '../../player/useListeningReport';
import { type Marks, useMarks } from '../../player/useMarks';
import { type Playback, usePlayback } from '../../player/usePlayback';
import { focusWordSearch, useWordSearch, type WordSearch } from '../../player/useWordSearch';
import { TranscriptFiles } from '../../player/TranscriptFiles';
import { leaveFocus } from '../review/mouseFocus';
import styles from './call.module.css';
import { CallFacts } from './CallFacts';
import { markingKey } from './markingKey';
import { OriginalsSection } from './OriginalsSection';
import { ProposeButton } from './ProposeButton';
import { ScoreButton } from './ScoreButton';
import { useListeningKeys } from './useListeningKeys';

/** HTTP 410. */
const GONE = 410;

export default function CallPage() {
  const { callId } = useParams({ from: '/shell/calls/$callId' });
  const { data: call, error, refetch } = useQuery(callQuery(callId));
  // A call that is gone stays gone: there is nothing to try again.
  if (error && problemFrom(error).status === GONE) return <ErrorNotice error={error} />;
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  return call ? <OneCall key={call.id} call={call} /> : <Spin />;
}

function OneCall({ call }: { call: Call }) {
  const { t } = useTranslation();
  const { history } = useRouter();
  const instant = useInstant();
  const mayHear = useMay('hear_calls');
  return (
    <div className={styles.page} onClick={leaveFocus}>
      <PageHeader
        title={t('calls:call.title', { at: instant(call.started_at) })}
        note={call.is_generated && <span className="tone">{t('calls:generated')}</span>}
      >
        <Button
          onClick={() => {
            history.back();
          }}
        >
          {t('calls:call.back')}
        </Button>
        {call.recordings.length > 0 && <ProposeButton callId={call.id} />}
        <ScoreButton call={call} />
      </PageHeader>
      {mayHear ? <Listening call={call} /> : <Unheard call={call} />}
    </div>
  );
}

function Listening({ call }: { call: Call }) {
  const mayRead = useMay('read_transcripts');
  const playback = usePlayback(call.recordings);
  const marks = useMarks(playback.transport);
  const flags = useFlags(call.id, marks);
  const coded = useCoded();
  const onPlay = (span: Span) => {
    playback.transport.playFrom(span);
  };
  const { said } = useSearch({ from: '/shell/calls/$callId' });
  const search = useWordSearch(mayRead ? call.id : null, playback.transport, oneOf(said));
  useListeningKeys(playback.transport, (code) =>
    code === 'Slash' ? focusWordSearch() : markingKey(code, marks, flags),
  );
  useListeningReport(playback.transport, call.id, 'call');
  return (
    <>
      <CallPlayer
        playback={playback}
        pins={flagPins(flags.items, (kind) => coded('flag', kind))}
        range={marks.shown}
        onRange={marks.set}
        hits={search.spans}
      />
      <div className={styles.columns}>
        {mayRead ? <Words call={call} playback={playback} marks={marks} search={search} /> : <NoWords />}
        <CallFacts
          call={call}
          flags={flags}
          onPlay={onPlay}
          clips={<ClipsSection callId={call.id} segments={playback.segments} marks={marks} onPlay={onPlay} />}
        />
      </div>
    </>
  );
}

type WordsProps = { call: Call; playback: Playback; marks: Marks; search: WordSearch };

function Words({ call, playback, marks, search }: WordsProps) {
  const words = useCallWords(playback);
  const files = <TranscriptFiles callId={call.id} />;
  return <TranscriptPane playback={playback} words={words} marks={marks} search={search} tools={files} />;
}

function NoWords() {
  const { t } = useTranslation();
  return <p className="muted">{t('calls:call.may_not_read')}</p>;
}

/** Whether it can be heard, and not through the recording that was made of it and another leg. */
function isHeard(recording: Recording): boolean {
  return recording.state === 'prepared' && (recording.paired_into ?? null) === null;
}

/** For whoever finds and brings in calls without hearing customers; who may hear originals all the same, asks. */
function Unheard({ call }: { call: Call }) {
  const { t } = useTranslation();
  const flags = useFlags(call.id);
  const mayHearOriginals = useMay('hear_originals');
  const heard = call.recordings.filter(isHeard);
  return (
    <div className={styles.columns}>
      <div className={styles.unheard}>
        <p className="muted">{t('calls:call.may_not_hear')}</p>
        {mayHearOriginals && <OriginalsSection recordings={heard} />}
        <TranscribeAgain recordings={heard.map((one) => one.id)} />
      </div>
      <CallFacts call={call} flags={flags} />
    </div>
  );
}
