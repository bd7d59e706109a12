// Correcting a transcript: which line is being corrected, and what the keys do.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useState } from 'react';
import { useWindowKey } from '../../components/useWindowKey';
import { useTranslation } from 'react-i18next';
import {
  correct,
  exchangeSpeakers,
  type NewCorrection,
  type Speaker,
  undoCorrection,
} from '../../api/corrections';
import { transcriptQuery } from '../../api/recordings';
import { useMay } from '../../app/me';
import { hidesAnything } from '../hidden';
import { placeAt } from '../timeline';
import type { Playback } from '../usePlayback';
import type { SpokenLine } from '../utterances';

export interface Correcting {
  /** The line that is being corrected. */
  line: SpokenLine | null;
  begin: (line: SpokenLine) => void;
  leave: () => void;
  save: (change: Omit<NewCorrection, 'number' | 'before'>) => void;
  undo: (recording_id: string, id: string) => void;
  /** Where the sound is in the recording of the line; null where another recording is heard. */
  heardAt: () => number | null;
  /** Says that the other side says this line. */
  otherSpeaker: (line: SpokenLine) => void;
  /** Says so of every line of its channel; where nobody is known, that the agent says them. */
  otherSpeakers: (line: SpokenLine) => void;
  isSaving: boolean;
  error: Error | null;
}

/** Null for whoever may not correct. */
export function useCorrecting(playback: Playback, lines: readonly SpokenLine[]): Correcting | null {
  const { t } = useTranslation('words');
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [maySay, mayRead] = [useMay('score_calls'), useMay('hear_originals')];
  const [id, setId] = useState<string | null>(null);
  const line = lines.find((one) => one.id === id) ?? null;
  const change = useMutation({
    // One after the other, each shown before the next: a key pressed twice turns a line there and back.
    scope: { id: 'correcting' },
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: async () => {
      await Promise.all(
        ['transcript', 'corrections', 'call'].map((key) =>
          queryClient.invalidateQueries({ queryKey: [key] }),
        ),
      );
    },
  });
  if (!maySay || !mayRead) return null;
  /** Who says a line by now: what the key was pressed on may have been corrected since. */
  const isAgents = ({ recording_id, number, role }: SpokenLine) => {
    const { queryKey } = transcriptQuery(recording_id, playback.hearsOriginal === true);
    const pages = queryClient.getQueryData(queryKey);
    const shown = pages?.flatMap((page) => page.items).find((one) => one.number === number);
    return (shown ? shown.role : role) === 'agent';
  };
  const turn = (spoken: SpokenLine) => {
    change.mutate(async () => {
      const speaker: Speaker = isAgents(spoken) ? 'customer' : 'agent';
      await correct(spoken.recording_id, { number: spoken.number, speaker });
      void message.success(t('correct.speaker_set', { speaker: t(`correct.speaker.${speaker}`) }));
    });
  };
  return {
    line,
    begin: (chosen) => {
      change.reset();
      // What is hidden cannot be corrected unseen; that it is seen is noted.
      if (hidesAnything(chosen.text)) playback.setHearsOriginal(true);
      setId(chosen.id);
    },
    leave: () => {
      setId(null);
    },
    save: (body) => {
      if (!line) return;
      change.mutate(async () => {
        await correct(line.recording_id, { number: line.number, before: line.text, ...body });
        setId(null);
      });
    },
    undo: (recording_id, correction) => {
      change.mutate(() => undoCorrection(recording_id, correction));
    },
    heardAt: () => {
      const place = placeAt(playback.segments, playback.transport.position_ms);
      return place && place.segment.recording_id === line?.recording_id
        ? Math.round(place.recording_ms)
        : null;
    },
    otherSpeaker: turn,
    otherSpeakers: (spoken) => {
      change.mutate(async () => {
        const { utterances } = await exchangeSpeakers(spoken.recording_id, spoken.channel);
        void message.success(t('correct.speakers_set', { count: utterances }));
      });
    },
    isSaving: change.isPending,
    error: change.error,
  };
}

const CONTROLS = 'input, textarea, select, [contenteditable], [role=combobox], [role=dialog]';

/** Q: the other speaker for the line that is heard, with Shift for all of its channel; F2: correct it. */
export function useCorrectingKeys(
  correcting: Correcting | null,
  current: () => SpokenLine | undefined,
): void {
  useWindowKey((event) => {
    const isOfControl = event.target instanceof HTMLElement && event.target.closest(CONTROLS);
    const spoken = current();
    if (!correcting || !spoken || isOfControl || event.isComposing) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.code === 'F2') correcting.begin(spoken);
    else if (event.code === 'KeyQ' && event.shiftKey) correcting.otherSpeakers(spoken);
    else if (event.code === 'KeyQ') correcting.otherSpeaker(spoken);
    else return;
    event.preventDefault();
  });
}
