// The call with its pins, and each pin as a line: the moments to hear.
import { useTranslation } from 'react-i18next';
import type { EvaluatedContact, Evaluation, Note } from '../../api/types';
import { useWorded } from '../../i18n/words';
import { CallPlayer } from '../../player/CallPlayer';
import { PIN_MARKS, type PlayerPin } from '../../player/pins';
import styles from './feedback.module.css';
import { Heard } from './Heard';
import { markPins } from './marks';
import { NoteTalk } from './NoteTalk';
import { Reminders } from './Reminders';
import { SayInstead } from './OneChangePart';
import { PlayClip } from './PlayClip';
import { isTurns } from '../../text/turns';
import { TextView } from '../../text/TextView';
import { looseNotes, type Moment, moments } from './story';
import type { Listening } from './useListening';

type Props = { evaluation: Evaluation; listening: Listening };

export function Moments({ evaluation, listening }: Props) {
  const { t } = useTranslation();
  const pinned = moments(evaluation);
  const loose = looseNotes(evaluation);
  return (
    <section className={styles.wide} aria-labelledby="to-hear">
      <h2 id="to-hear">{evaluation.contact ? t('contacts:read.title') : t('feedback:hear.title')}</h2>
      {evaluation.sitting && <Reminders evaluation={evaluation} hear={listening.hear} />}
      {evaluation.contact && <Text contact={evaluation.contact} pinned={pinned} />}
      {!evaluation.contact && (evaluation.call_id !== null || !evaluation.sitting) && (
        <Player pinned={pinned} evaluation={evaluation} listening={listening} />
      )}
      {pinned.length === 0 && <p className="muted">{t('feedback:hear.none')}</p>}
      <ol className={styles.moments}>
        {pinned.map((moment) => (
          <MomentLine key={moment.id} moment={moment} evaluation={evaluation} hear={listening.hear} />
        ))}
      </ol>
      {loose.length > 0 && (
        <ul className={styles.loose}>
          {loose.map((note) => (
            <li key={note.id}>
              <NoteWords note={note} />
              <NoteTalk note={note} evaluation={evaluation} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What a moment says: the note's own words, or the item whose evidence it is. */
function useMomentWords(): (moment: Moment) => string {
  const worded = useWorded();
  return ({ note, question }) => note?.text ?? worded(question?.title);
}

type PlayerProps = { pinned: readonly Moment[]; evaluation: Evaluation; listening: Listening };

/** What the inspector pinned, and what the agent marked before they saw that. */
function Player({ pinned, evaluation, listening }: PlayerProps) {
  const { t } = useTranslation();
  const wordsOf = useMomentWords();
  const { playback, hear } = listening;
  const pins = pinned.flatMap(({ id, kind, at, ...moment }): PlayerPin[] =>
    isTurns(at)
      ? []
      : [{ id, kind, ...at, title: `${moment.number} · ${wordsOf({ id, kind, at, ...moment })}` }],
  );
  const own = markPins(evaluation.listening_first?.marks ?? [], t('feedback:first.own'));
  return (
    <Heard listening={listening}>
      <CallPlayer playback={playback} pins={[...pins, ...own]} onPin={(pin) => hear?.(pin)} />
    </Heard>
  );
}

function Text({ contact, pinned }: { contact: EvaluatedContact; pinned: readonly Moment[] }) {
  const wordsOf = useMomentWords();
  const pins = pinned.flatMap((moment) => {
    const { id, kind, at, number } = moment;
    return isTurns(at) ? [{ id, kind, ...at, title: `${number} · ${wordsOf(moment)}` }] : [];
  });
  return (
    <div className={styles.text}>
      <TextView contact={contact} pins={pins} />
    </div>
  );
}

type LineProps = { moment: Moment; evaluation: Evaluation; hear: Listening['hear'] };

function MomentLine({ moment, evaluation, hear }: LineProps) {
  const { t } = useTranslation();
  const wordsOf = useMomentWords();
  return (
    <li className={styles.moment}>
      <span className="number muted">{moment.number}</span>
      <PlayClip at={moment.at} hear={hear} />
      <span className={`${styles.kind} ${styles[moment.kind]}`}>
        <span aria-hidden="true">{PIN_MARKS[moment.kind]}</span> {t(`feedback:kind.${moment.kind}`)}
      </span>
      {moment.note ? (
        <div>
          <NoteWords note={moment.note} />
          <NoteTalk note={moment.note} evaluation={evaluation} />
        </div>
      ) : (
        <p>{wordsOf(moment)}</p>
      )}
    </li>
  );
}

function NoteWords({ note }: { note: Note }) {
  return (
    <div>
      <p>{note.text}</p>
      {note.say_instead && !note.is_one_change && <SayInstead words={note.say_instead} />}
    </div>
  );
}
