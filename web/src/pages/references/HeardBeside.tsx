// The call of a reference call, above what was agreed on: its player follows while the items are read.
import { CallPlayer } from '../../player/CallPlayer';
import { useListeningKeys } from '../call/useListeningKeys';
import { Heard } from '../feedback/Heard';
import type { Listening } from '../feedback/useListening';
import styles from './references.module.css';

export function HeardBeside({ hearing }: { hearing: Listening }) {
  useListeningKeys(hearing.playback.transport);
  return (
    <div className={styles.heard}>
      <Heard listening={hearing}>
        <CallPlayer playback={hearing.playback} isLow />
      </Heard>
    </div>
  );
}
