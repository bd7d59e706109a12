// How many hands went up; it is kept as long as the question is on the screen.
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './present.module.css';
import { isTyping } from './useStage';

export function HandCount() {
  const { t } = useTranslation('reviews');
  const [hands, setHands] = useState(0);
  const change = (by: number) => {
    setHands((before) => Math.max(0, before + by));
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (isTyping(event.target)) return;
    if (event.key === '+' || event.key === '=') change(1);
    else if (event.key === '-') change(-1);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      onKey(event);
    };
    document.addEventListener('keydown', listener);
    return () => {
      document.removeEventListener('keydown', listener);
    };
  }, []);
  return (
    <p className={styles.hands}>
      {t('present.hands')}{' '}
      <button
        type="button"
        aria-label={t('present.fewer')}
        onClick={() => {
          change(-1);
        }}
      >
        −
      </button>{' '}
      <output className="number">{hands}</output>{' '}
      <button
        type="button"
        aria-label={t('present.more')}
        onClick={() => {
          change(1);
        }}
      >
        +
      </button>
    </p>
  );
}
