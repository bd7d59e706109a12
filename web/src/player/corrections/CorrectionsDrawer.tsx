// Everything that was ever said otherwise of a call's transcripts: when in the call, what, by whom, and what
// was taken back. For whoever may correct.
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Segmented, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Correction, correctionsQuery } from '../../api/corrections';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useInstant } from '../../components/Time';
import { callTime, clock, type Segment } from '../timeline';
import type { Playback } from '../usePlayback';
import { Change } from './Change';
import { inGroups, isMisfit } from './groups';
import type { Correcting } from './useCorrecting';

/** All of them, or those that hold and do not fit. */
export type Listed = 'all' | 'misfits';

type Props = {
  playback: Playback;
  correcting: Correcting;
  /** How many do not fit. */
  misfits: number;
  listed: Listed;
  onList: (listed: Listed) => void;
  isOpen: boolean;
  onClose: () => void;
};

export function CorrectionsDrawer(props: Props) {
  const { playback, correcting, misfits, listed, onList, isOpen, onClose } = props;
  const { t } = useTranslation('words');
  return (
    // One looks and listens at once: what lies behind stays in reach.
    <Drawer
      open={isOpen}
      onClose={onClose}
      size={480}
      mask={false}
      title={t('corrections.title')}
      destroyOnHidden
    >
      <Segmented<Listed>
        size="small"
        aria-label={t('corrections.which')}
        value={listed}
        options={[
          { value: 'all', label: t('corrections.all') },
          { value: 'misfits', label: t('corrections.misfits', { count: misfits }) },
        ]}
        onChange={onList}
      />
      {correcting.error && <ErrorNotice error={correcting.error} />}
      {playback.segments.map((segment) => (
        <OfRecording
          key={segment.recording_id}
          segment={segment}
          listed={listed}
          correcting={correcting}
          onJump={(ms) => {
            playback.transport.seek(ms);
          }}
        />
      ))}
    </Drawer>
  );
}

type ListProps = {
  segment: Segment;
  listed: Listed;
  correcting: Correcting;
  /** Goes to a moment of the call. */
  onJump: (ms: number) => void;
};

function OfRecording({ segment, listed, correcting, onJump }: ListProps) {
  const { t } = useTranslation('words');
  const which = listed === 'misfits' ? { misfits: true as const } : {};
  const { data, error } = useQuery(correctionsQuery(segment.recording_id, which));
  if (error) return <ErrorNotice error={error} />;
  if (!data) return <Spin />;
  if (data.length === 0) return <p className="muted">{t(`corrections.none.${listed}`)}</p>;
  return (
    <ul className="corrections">
      {inGroups(data).map((group) => (
        <Entry key={group[0]?.id} group={group} segment={segment} correcting={correcting} onJump={onJump} />
      ))}
    </ul>
  );
}

type EntryProps = Omit<ListProps, 'listed'> & { group: readonly Correction[] };

/** One correction; or what one press said of many lines, which opens. */
function Entry({ group, ...rest }: EntryProps) {
  const { t } = useTranslation('words');
  const [isOpen, setIsOpen] = useState(false);
  const [first] = group;
  if (!first) return null;
  if (group.length === 1) {
    return (
      <li>
        <One correction={first} {...rest} />
        <Story correction={first} />
      </li>
    );
  }
  return (
    <li>
      <details
        onToggle={(event) => {
          setIsOpen(event.currentTarget.open);
        }}
      >
        <summary>{t('corrections.of_lines', { count: group.length })}</summary>
        {isOpen && (
          <ul>
            {group.map((one) => (
              <li key={one.id}>
                <One correction={one} {...rest} />
              </li>
            ))}
          </ul>
        )}
      </details>
      <Story correction={first} />
    </li>
  );
}

type OneProps = Omit<EntryProps, 'group'> & { correction: Correction };

function One({ correction, segment, correcting, onJump }: OneProps) {
  const { t } = useTranslation(['words', 'player']);
  const starts = Math.max(callTime(segment, correction.start_ms), 0);
  const holds = (correction.undone_at ?? null) === null;
  return (
    <div className="correction">
      <Button
        type="link"
        size="small"
        className="number"
        aria-label={t('player:transcript.jump', { at: clock(starts) })}
        onClick={() => {
          onJump(starts);
        }}
      >
        {clock(starts)}
      </Button>
      <span className={holds ? 'correction-change' : 'correction-change muted'}>
        <Change correction={correction} />
        {isMisfit(correction) && <span className="tone tone-warning">{t('corrections.does_not_fit')}</span>}
      </span>
      {holds && (
        <Button
          size="small"
          disabled={correcting.isSaving}
          onClick={() => {
            correcting.undo(segment.recording_id, correction.id);
          }}
        >
          {t(isMisfit(correction) ? 'corrections.dismiss' : 'correct.undo')}
        </Button>
      )}
    </div>
  );
}

/** Who said so, when, and who took it back. */
function Story({ correction }: { correction: Correction }) {
  const { t } = useTranslation('words');
  const instant = useInstant();
  const { made_by, made_at, undone_by, undone_at } = correction;
  return (
    <p className="muted correction-story">
      {t('corrections.made', { name: made_by?.name ?? '–', at: instant(made_at) })}
      {typeof undone_at === 'string' && (
        <> · {t('corrections.undone', { name: undone_by?.name ?? '–', at: instant(undone_at) })}</>
      )}
    </p>
  );
}
