// One point of the commentary: the second, what it is, and its words in both languages.
import { DeleteOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CasePoint } from '../../../api/caseShapes';
import { clock } from '../../../player/timeline';
import { POINT_SHAPES, POINT_TONES } from '../kinds';
import { gapsOf } from './draft';
import { useWorded } from '../../../i18n/words';
import styles from './edit.module.css';
import { WordsPair } from './WordsPair';

type Props = {
  point: CasePoint;
  /** Where the sound of the case begins on the call's timeline. */
  from_ms: number;
  isOpen: boolean;
  onOpen: () => void;
  onPlay: () => void;
  /** Moves it to the second that is heard. */
  onHere: () => void;
  onChange: (part: Partial<Omit<CasePoint, 'number'>>) => void;
  onRemove: () => void;
};

const KINDS = ['strength', 'improve'] as const;

export function PointEditor(props: Props) {
  const { point, from_ms, isOpen, onOpen, onPlay, onHere, onChange, onRemove } = props;
  const { t } = useTranslation();
  const worded = useWorded();
  const gaps = gapsOf(point);
  const at = clock(point.at_ms - from_ms);
  return (
    <li className={styles.point}>
      <div className={styles.head}>
        <button type="button" aria-expanded={isOpen} onClick={onOpen}>
          <span className={POINT_TONES[point.kind]}>
            <span aria-hidden>{POINT_SHAPES[point.kind]}</span>
            {point.number}
          </span>{' '}
          <span className="number">{at}</span> {worded(point.question)}
        </button>
        {gaps.length > 0 && (
          <span className="tone tone-warning">{t('cases:edit.gaps', { count: gaps.length })}</span>
        )}
        <Button
          size="small"
          type="text"
          icon={<DeleteOutlined />}
          aria-label={t('cases:edit.remove_point', { number: point.number })}
          title={t('cases:edit.remove_point', { number: point.number })}
          onClick={onRemove}
        />
      </div>
      {isOpen && (
        <div className={styles.body}>
          <div className={styles.bar}>
            <Segmented
              aria-label={t('cases:edit.kind')}
              value={point.kind}
              options={KINDS.map((value) => ({
                value,
                label: `${POINT_SHAPES[value]} ${t(`guide:kind.${value}`)}`,
              }))}
              onChange={(kind) => {
                onChange({ kind });
              }}
            />
            <Button size="small" onClick={onPlay}>
              {t('cases:edit.play_from', { at })}
            </Button>
            <Button size="small" onClick={onHere}>
              {t('cases:edit.move_here')}
            </Button>
          </div>
          <WordsPair
            label={t('cases:edit.question')}
            value={point.question}
            isMissing={gaps.includes('question')}
            onChange={(question) => {
              onChange({ question });
            }}
          />
          <WordsPair
            label={t('guide:shown.happened')}
            value={point.happened}
            isMissing={gaps.includes('happened')}
            onChange={(happened) => {
              onChange({ happened });
            }}
          />
          <WordsPair
            label={t('guide:shown.matters')}
            value={point.matters}
            isMissing={gaps.includes('matters')}
            onChange={(matters) => {
              onChange({ matters });
            }}
          />
          <WordsPair
            label={t('guide:shown.instead')}
            value={point.instead}
            isMissing={gaps.includes('instead')}
            onChange={(instead) => {
              onChange({ instead });
            }}
          />
        </div>
      )}
    </li>
  );
}
