// The player below a row: it plays as soon as the recording is known, for that is why it was opened.
import { useEffect } from 'react';
import { CallPlayer } from '../../player/CallPlayer';
import { Heard } from '../feedback/Heard';
import { useListening } from '../feedback/useListening';

export function InlinePlayer({ callId }: { callId: string }) {
  const listening = useListening({ call_id: callId, gone: null }, 'list');
  const { playback, state } = listening;
  const { transport } = playback;
  useEffect(() => {
    if (state === 'ready') void transport.play();
  }, [state, transport]);
  return (
    <Heard listening={listening}>
      <CallPlayer playback={playback} isLow />
    </Heard>
  );
}
