// What was said: it follows the sound, a click on a line plays from there, and lines choose a range.
import './transcript.css';
import { EditOutlined } from '@ant-design/icons';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Button } from 'antd';
import {
  memo,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { useTranslation } from 'react-i18next';
import { LineEditor } from './corrections/LineEditor';
import { CorrectionsDrawer, type Listed } from './corrections/CorrectionsDrawer';
import { Misfits } from './corrections/Misfits';
import { type Correcting, useCorrecting, useCorrectingKeys } from './corrections/useCorrecting';
import { isWithin } from './choosing';
import { TranscriptLine } from './TranscriptLine';
import type { HitPart } from '../api/hits';
import { TranscriptMenu } from './TranscriptMenu';
import { TranscriptTroubles } from './TranscriptTroubles';
import type { CallTransport } from './transport';
import type { CallWords } from './useCallWords';
import { useChoosing, useChoosingKeys } from './useChoosing';
import type { Marks } from './useMarks';
import type { Playback } from './usePlayback';
import type { WordSearch } from './useWordSearch';
import { lastBegun, type SpokenLine } from './utterances';
import { behindLines, type WordlessStretch } from './wordless';
import { WordlessLines } from './WordlessLines';
import { WordSearchBar } from './WordSearchBar';

const LINE_HEIGHT_PX = 42;
const DRAWN_BEYOND = 8;

type Props = {
  playback: Playback;
  words: CallWords;
  /** The marked range, where the page has ranges. */
  marks?: Marks;
  /** What is looked for in the words, where the page has a search. */
  search?: WordSearch;
  /** What else stands beside the search field. */
  tools?: ReactNode;
};

const NO_PARTS: ReadonlyMap<string, HitPart[]> = new Map();

export const TranscriptPane = memo(function TranscriptPane(props: Props) {
  const { playback, words, marks, search, tools } = props;
  const { t } = useTranslation('player');
  // Here, because the lines go for a moment while they are fetched with nothing hidden.
  const correcting = useCorrecting(playback, words.lines);
  const [listed, setListed] = useState<Listed>('all');
  const [isListOpen, setIsListOpen] = useState(false);
  const misfits = words.recordings.reduce((sum, one) => sum + one.misfits, 0);
  const list = (which: Listed) => {
    setListed(which);
    setIsListOpen(true);
  };
  const menu = (
    <TranscriptMenu
      words={words}
      onCorrections={
        correcting &&
        (() => {
          list('all');
        })
      }
    />
  );
  return (
    <section className="transcript" aria-label={t('transcript.title')}>
      <TranscriptTroubles playback={playback} words={words} />
      {correcting && (
        <>
          <Misfits
            count={misfits}
            onOpen={() => {
              list('misfits');
            }}
          />
          <CorrectionsDrawer
            playback={playback}
            correcting={correcting}
            misfits={misfits}
            listed={listed}
            onList={setListed}
            isOpen={isListOpen}
            onClose={() => {
              setIsListOpen(false);
            }}
          />
        </>
      )}
      {words.lines.length > 0 && (
        <>
          {(search ?? tools ?? correcting) && (
            <div className="transcript-tools">
              {search && <WordSearchBar search={search} />}
              {tools}
              {menu}
            </div>
          )}
          <Lines
            playback={playback}
            lines={words.lines}
            wordless={words.wordless}
            {...(marks && { marks })}
            correcting={correcting}
            parts={search?.parts ?? NO_PARTS}
            chosen={search?.hits[search.place]?.start_ms ?? null}
          />
        </>
      )}
    </section>
  );
});

type LinesProps = {
  playback: Playback;
  lines: readonly SpokenLine[];
  wordless: readonly WordlessStretch[];
  marks?: Marks;
  correcting: Correcting | null;
  parts: ReadonlyMap<string, HitPart[]>;
  /** Where the hit begins that was gone to. */
  chosen: number | null;
};

function Lines({ playback, lines, wordless, marks, correcting, parts, chosen }: LinesProps) {
  const { t } = useTranslation(['player', 'words']);
  const { transport } = playback;
  const scroller = useRef<HTMLDivElement>(null);
  const [follows, setFollows] = useState(true);
  const current = useCurrentLine(transport, lines);
  const behind = useMemo(() => behindLines(lines, wordless), [lines, wordless]);
  // eslint-disable-next-line react-hooks/incompatible-library -- no compiler memoises this component.
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT_PX,
    overscan: DRAWN_BEYOND,
    getItemKey: (place) => lines[place]?.id ?? place,
  });
  useCorrectingKeys(correcting, () => lines[Math.max(current, 0)]);
  const choosing = useChoosing(marks, lines, current);
  useChoosingKeys(choosing, (place) => {
    setFollows(false);
    virtual.scrollToIndex(place);
  });
  // Before the line is told: with Shift it is not played.
  const chooseUpTo = (event: MouseEvent) => {
    if (!choosing || !event.shiftKey || !(event.target instanceof HTMLElement)) return;
    const place = event.target.closest('li')?.dataset.index;
    if (place === undefined) return;
    event.stopPropagation();
    choosing.to(Number(place));
  };
  const showCurrent = useEffectEvent((place: number) => {
    // Whoever corrects a line keeps it before them.
    if (follows && correcting?.line == null && place >= 0) virtual.scrollToIndex(place, { align: 'center' });
  });
  useEffect(() => {
    showCurrent(current);
  }, [current, follows]);
  const followChosen = useEffectEvent(() => {
    setFollows(true);
  });
  useEffect(() => {
    if (chosen !== null) followChosen();
  }, [chosen]);
  const leave = () => {
    setFollows(false);
  };
  const jump = useCallback(
    (ms: number) => {
      setFollows(true);
      transport.seek(ms);
    },
    [transport],
  );

  return (
    <>
      <div className="transcript-lines" ref={scroller} onWheel={leave} onTouchMove={leave} tabIndex={-1}>
        <ol
          style={{ height: virtual.getTotalSize() }}
          onClickCapture={chooseUpTo}
          onMouseDown={withoutSelecting}
        >
          {virtual.getVirtualItems().map((item) => {
            const line = lines[item.index];
            return (
              line && (
                <li
                  key={item.key}
                  ref={virtual.measureElement}
                  data-index={item.index}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  {item.index === 0 && <WordlessLines stretches={behind.get(-1)} onJump={jump} />}
                  <TranscriptLine
                    line={line}
                    isNew={lines[item.index - 1]?.role !== line.role}
                    isCurrent={item.index === current}
                    parts={parts.get(line.id)}
                    isMarked={isWithin(line, marks?.range ?? null)}
                    onJump={jump}
                  />
                  {correcting && correcting.line?.id !== line.id && (
                    <Button
                      size="small"
                      type="text"
                      className="transcript-correct"
                      icon={<EditOutlined />}
                      tabIndex={item.index === current ? 0 : -1}
                      aria-label={t('words:correct.begin')}
                      title={t('words:correct.begin')}
                      onClick={() => {
                        correcting.begin(line);
                      }}
                    />
                  )}
                  {correcting && correcting.line?.id === line.id && (
                    <LineEditor line={line} correcting={correcting} />
                  )}
                  <WordlessLines stretches={behind.get(item.index)} onJump={jump} />
                </li>
              )
            );
          })}
        </ol>
      </div>
      {!follows && (
        <Button
          size="small"
          className="transcript-follow"
          onClick={() => {
            setFollows(true);
          }}
        >
          {t('transcript.follow')}
        </Button>
      )}
    </>
  );
}

/** A press with Shift chooses lines, and neither words of them nor the focus. */
function withoutSelecting(event: MouseEvent): void {
  if (event.shiftKey) event.preventDefault();
}

/** The place of the line that is heard; it changes only from line to line. */
function useCurrentLine(transport: CallTransport, lines: readonly SpokenLine[]): number {
  return useSyncExternalStore(transport.onTime, () => lastBegun(lines, transport.position_ms));
}
