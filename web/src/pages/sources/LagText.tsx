import { useTranslation } from 'react-i18next';
import { lagOf } from './lag';

/** How late recordings come; nothing where none came lately. */
export function LagText({ ms }: { ms: number | null }) {
  const { t } = useTranslation();
  if (ms === null) return <span className="muted">–</span>;
  const { unit, count } = lagOf(ms);
  return <span className="number">{t(`sources:lag.${unit}`, { count })}</span>;
}
