// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { beforeEach, expect, test, vi } from 'vitest';
import { OriginalNote, OriginalSwitch } from './OriginalSwitch';
import { originalsOf } from './originals';
import type { PlayedRecording, Playback } from './usePlayback';

vi.mock('react-i18next', () => ({
  useTranslation: () => ({ t: (key: string, values?: { at: string }) => [key, values?.at].join(' ').trim() }),
}));

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
});

const recording = (id: string, state: string, hidden: number) =>
  ({ id, state: 'prepared', offset_ms: 60_000, redaction: { state, hidden } }) as PlayedRecording;

/** What somebody sees who may hear originals. */
function shown(recordings: PlayedRecording[]): { note: string | undefined; pressed: string | null } {
  const { unredacted, hasChoice } = originalsOf(recordings, true);
  const segments = recordings.map(({ id }) => ({ recording_id: id }));
  const hearsOriginal = hasChoice ? false : null;
  const playback = { unredacted, hearsOriginal, segments } as unknown as Playback;
  const box = document.createElement('div');
  act(() => {
    createRoot(box).render(
      <>
        <OriginalNote playback={playback} />
        <OriginalSwitch playback={playback} />
      </>,
    );
  });
  const button = box.querySelector('button');
  return {
    note: box.querySelector('[role=status]')?.textContent,
    pressed: button ? button.getAttribute('aria-pressed') : 'no switch',
  };
}

test('whoever hears the original because there is nothing else is told so, and chooses nothing', () => {
  for (const state of ['pending', 'words'])
    expect(shown([recording('one', state, 1)])).toEqual({
      note: 'original.unavoidable',
      pressed: 'no switch',
    });
  expect(shown([recording('one', 'done', 1), recording('two', 'words', 1)])).toEqual({
    note: 'original.unavoidable_at 01:00',
    pressed: 'no switch',
  });
});

test('once it is redacted the original is a choice', () => {
  expect(shown([recording('one', 'done', 1)])).toEqual({ note: undefined, pressed: 'false' });
  expect(shown([recording('one', 'off', 0)])).toEqual({ note: undefined, pressed: 'no switch' });
});
