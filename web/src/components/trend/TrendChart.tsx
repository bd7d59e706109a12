// The drawn trend. Whoever does not see it reads the table beside it.
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useMemo, useRef } from 'react';
import { useThemeName } from '../../app/preferences';
import { drawingOf, type TrendWords } from './drawing';
import type { TrendPoint } from './series';

register([LineChart, BarChart, GridComponent, TooltipComponent, MarkLineComponent, SVGRenderer]);

type Props = {
  points: readonly TrendPoint[];
  /** Drawn across. */
  passMark: number | null;
  /** What is drawn, for whoever does not see it. */
  name: string;
  words: TrendWords;
};

/** `2026-11-16` as `11-16`. */
const monthAndDay = (day: string) => day.slice(5);

export default function TrendChart({ points, passMark, name, words }: Props) {
  const theme = useThemeName();
  const box = useRef<HTMLDivElement>(null);
  const drawing = useMemo(
    () => drawingOf({ points, passMark, theme, labelOf: monthAndDay, words }),
    [points, passMark, theme, words],
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
  return <div ref={box} role="img" aria-label={name} style={{ height: 190 }} />;
}
