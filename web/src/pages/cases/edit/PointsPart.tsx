// The commentary: points where the sound stands, in the order of time.
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Case } from '../../../api/caseShapes';
import { EmptyState } from '../../../components/EmptyState';
import { Key } from '../../../components/Key';
import type { CallTransport } from '../../../player/transport';
import styles from './edit.module.css';
import { PointEditor } from './PointEditor';
import type { CaseEditing } from './useCaseEditing';

type Props = { one: Case; editing: CaseEditing; transport: CallTransport };

export function PointsPart({ one, editing, transport }: Props) {
  const { t } = useTranslation();
  const { draft, open } = editing;
  const from_ms = one.start_ms;
  return (
    <section className={styles.part} aria-labelledby="points">
      <div className={styles.head}>
        <h2 id="points">{t('cases:edit.points')}</h2>
        <Button
          size="small"
          onClick={() => {
            editing.addPoint();
          }}
        >
          {t('cases:edit.add_point')} <Key>N</Key>
        </Button>
      </div>
      {draft.points.length === 0 && <EmptyState title={t('guide:first_point')} />}
      <ol className={styles.points}>
        {draft.points.map((point) => (
          <PointEditor
            key={point.number}
            point={point}
            from_ms={from_ms}
            isOpen={point.number === open}
            onOpen={() => {
              editing.openPoint(point.number === open ? null : point.number);
            }}
            onPlay={() => {
              transport.playFrom({ start_ms: point.at_ms - from_ms, end_ms: point.at_ms - from_ms });
            }}
            onHere={() => {
              editing.changePoint(point.number, { at_ms: editing.here() });
            }}
            onChange={(part) => {
              editing.changePoint(point.number, part);
            }}
            onRemove={() => {
              editing.removePoint(point.number);
            }}
          />
        ))}
      </ol>
    </section>
  );
}
