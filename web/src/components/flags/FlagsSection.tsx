// The flags of a call, and, for those who may, how to set them and take them away.
import { DeleteOutlined, FlagOutlined } from '@ant-design/icons';
import { Button, Input, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flag, FlagKind } from '../../api/types';
import { useCoded } from '../../i18n/words';
import type { Span } from '../../player/passage';
import { ErrorNotice } from '../ErrorNotice';
import { Key } from '../Key';
import { useKeyNames } from '../keyNames';
import { Time } from '../Time';
import { ProposedCase } from './ProposedCase';
import { TeachingLine } from './TeachingLine';
import styles from './flags.module.css';
import { flagKey, FLAG_KINDS, FLAG_TONES } from './kinds';
import { type Flags, placeOf, spanOf } from './useFlags';

type Props = { flags: Flags; onPlay?: (span: Span) => void };

export function FlagsSection({ flags, onPlay }: Props) {
  const { t } = useTranslation('flags');
  // Whoever only sees good cases is shown them, and no empty heading.
  if (!flags.mayFlag && flags.items.length === 0) return null;
  return (
    <section className={styles.section} aria-label={t('title')}>
      <div className={styles.head}>
        <h2>{t('title')}</h2>
        {flags.mayFlag && <AddFlag flags={flags} />}
      </div>
      {flags.error && <ErrorNotice error={flags.error} onRetry={flags.askAgain} />}
      {flags.items.length === 0 && <p className="muted">{t('none')}</p>}
      <ul className={styles.list}>
        {flags.items.map((flag) => (
          <FlagLine key={flag.id} flag={flag} flags={flags} {...(onPlay && { onPlay })} />
        ))}
      </ul>
      <p className="visually-hidden" role="status">
        {flags.said}
      </p>
    </section>
  );
}

function FlagLine({ flag, flags, onPlay }: Props & { flag: Flag }) {
  const { t } = useTranslation('flags');
  const coded = useCoded();
  const kind = coded('flag', flag.kind);
  const place = placeOf(flag.start_ms, flag.end_ms);
  const span = spanOf(flag);
  const remove = t('remove', { kind });
  return (
    <li className={styles.flag}>
      <span className={FLAG_TONES[flag.kind]}>{kind}</span>{' '}
      {place !== null && span !== null && onPlay ? (
        <Button
          size="small"
          type="link"
          className="number"
          title={t('play', { at: place })}
          onClick={() => {
            onPlay(span);
          }}
        >
          {place}
        </Button>
      ) : (
        <span className="number muted">{place ?? t('whole')}</span>
      )}
      {flag.is_removable && (
        <Button
          size="small"
          type="text"
          icon={<DeleteOutlined />}
          aria-label={remove}
          title={remove}
          onClick={() => {
            flags.remove(flag);
          }}
        />
      )}
      {flag.note && <p className={styles.note}>{flag.note}</p>}
      {flag.case && <ProposedCase proposed={flag.case} />}
      {flags.mayLine(flag) && <TeachingLine key={flag.id} flag={flag} flags={flags} />}
      <p className="muted">
        {flag.flagged_by.name} · <Time at={flag.flagged_at} />
      </p>
    </li>
  );
}

function AddFlag({ flags }: { flags: Flags }) {
  const { t } = useTranslation('flags');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger="click"
      placement="bottomRight"
      destroyOnHidden
      content={
        <FlagForm
          flags={flags}
          onSet={() => {
            setIsOpen(false);
          }}
        />
      }
    >
      <Button size="small" icon={<FlagOutlined aria-hidden />} aria-expanded={isOpen}>
        {t('add')}
      </Button>
    </Popover>
  );
}

function FlagForm({ flags, onSet }: { flags: Flags; onSet: () => void }) {
  const { t } = useTranslation('flags');
  const coded = useCoded();
  const keys = useKeyNames();
  const [note, setNote] = useState('');
  const place = placeOf(flags.range?.start_ms, flags.range?.end_ms) ?? t('whole');
  const choose = (kind: FlagKind) => {
    flags.set(kind, note);
    onSet();
  };
  return (
    <div className={styles.form}>
      <p className="muted">{t('note_range', { place })}</p>
      <Input
        value={note}
        maxLength={1000}
        placeholder={t('note')}
        aria-label={t('note')}
        onChange={(event) => {
          setNote(event.target.value);
        }}
      />
      <div className={styles.kinds}>
        {FLAG_KINDS.map((kind) => (
          <Button
            key={kind}
            size="small"
            disabled={flags.isBusy}
            onClick={() => {
              choose(kind);
            }}
          >
            {coded('flag', kind)} {flagKey(kind, keys) && <Key>{flagKey(kind, keys) ?? ''}</Key>}
          </Button>
        ))}
      </div>
      <p className="muted">{t('line_hint')}</p>
      <p className="muted">{t('seen_by')}</p>
    </div>
  );
}
