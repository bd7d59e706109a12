// Points as people write them: at most two decimals, and a real minus sign.
import { useLanguage } from '../../app/preferences';

export function formatPoints(points: number, language: string): string {
  const digits = new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(Math.abs(points));
  return points < 0 && digits !== '0' ? `−${digits}` : digits;
}

export function usePoints(): (points: number) => string {
  const language = useLanguage();
  return (points) => formatPoints(points, language);
}
