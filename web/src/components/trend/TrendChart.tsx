// The drawn trend. Whoever does not see it reads the table beside it.
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useThemeName } from '../../app/preferences';
import { drawingOf } from './drawing';
import type { TrendPoint } from './series';

register([LineChart, BarChart, GridComponent, TooltipComponent, MarkLineComponent, SVGRenderer]);

type Props = { points: readonly TrendPoint[]; passMark: number | null };

/** `2026-11-16` as `11-16`. */
const monthAndDay = (day: string) => day.slice(5);

export default function TrendChart({ points, passMark }: Props) {
  const { t } = useTranslation();
  const theme = useThemeName();
  const box = useRef<HTMLDivElement>(null);
  const drawing = useMemo(
    () =>
      drawingOf({
        points,
        passMark,
        theme,
        labelOf: monthAndDay,
        words: {
          mean: t('results:trend.mean'),
          interval: t('results:trend.interval'),
          passMark: t('results:trend.pass_mark', { mark: passMark }),
          evaluations: t('results:trend.evaluations'),
        },
      }),
    [points, passMark, theme, t],
  );
  useEffect(() => {
    if (box.current === null) return;
    const chart = init(box.current);
    chart.setOption(drawing);
    const observer = new ResizeObserver(() => {
      chart.resize();
    });
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [drawing]);
  return (
    <div
      ref={box}
      role="img"
      aria-label={t('results:trend.chart', { count: points.length })}
      style={{ height: 190 }}
    />
  );
}
