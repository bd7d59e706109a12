// The trend as a drawing: the interval as a band, the mean as a line, the pass mark across.
import type { EChartsCoreOption } from 'echarts/core';
import { PALETTES, type ThemeName } from '../../app/theme';
import { axisFor, bandOf, standsAlone, type TrendPoint } from './series';

export type TrendWords = { mean: string; interval: string; passMark: string; evaluations: string };

type Drawing = {
  points: readonly TrendPoint[];
  passMark: number | null;
  theme: ThemeName;
  words: TrendWords;
  /** `11-16`: what stands under a week. */
  labelOf: (weekStart: string) => string;
};

/** Room for the pass mark's words beside the drawing, where no line runs through them. */
const MARK_ROOM = 92;

/** An interval without neighbours: a bar of its own where the band has a gap. */
const BAR = { type: 'bar', stack: 'alone', barWidth: 14, silent: true, tooltip: { show: false } } as const;

const SILENT = { silent: true, symbol: 'none', lineStyle: { opacity: 0 }, tooltip: { show: false } } as const;

export function drawingOf({ points, passMark, theme, words, labelOf }: Drawing): EChartsCoreOption {
  const palette = PALETTES[theme];
  const axisLabel = { color: palette.muted, fontSize: 12 };
  const axis = axisFor(points, passMark);
  const shade = { color: palette.accent, opacity: theme === 'dark' ? 0.28 : 0.16 };
  const bands = points.map((point) => bandOf(point, axis));
  const feet = bands.map((band) => band?.foot ?? null);
  const heights = bands.map((band) => band?.height ?? null);
  const alone = <T>(values: readonly T[]) =>
    values.map((value, place) => (standsAlone(points, place) ? value : null));
  return {
    animation: false,
    grid: { left: 34, right: passMark === null ? 12 : MARK_ROOM, top: 14, bottom: 24 },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      backgroundColor: palette.raised,
      borderColor: palette.line,
      textStyle: { color: palette.text, fontSize: 12 },
      formatter: (hit: unknown) => tooltipOf(hit, points, words, labelOf),
    },
    xAxis: {
      type: 'category',
      data: points.map((point) => labelOf(point.weekStart)),
      axisLabel,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.line } },
    },
    yAxis: {
      type: 'value',
      min: axis.floor,
      max: 100,
      interval: axis.step,
      axisLabel,
      splitLine: { lineStyle: { color: palette.line, opacity: 0.6 } },
    },
    series: [
      { type: 'line', stack: 'interval', data: feet, ...SILENT },
      {
        type: 'line',
        stack: 'interval',
        data: heights,
        areaStyle: shade,
        ...SILENT,
      },
      { ...BAR, data: alone(feet), itemStyle: { opacity: 0 } },
      { ...BAR, data: alone(heights), itemStyle: shade },
      {
        type: 'line',
        name: words.mean,
        data: points.map((point) => point.average),
        symbol: 'circle',
        symbolSize: 7,
        lineStyle: { color: palette.accent, width: 2 },
        itemStyle: { color: palette.accent },
        markLine: passMark === null ? undefined : markOf(passMark, words.passMark, palette.muted),
      },
    ],
  };
}

function markOf(passMark: number, word: string, colour: string) {
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: colour, type: 'dashed', width: 1 },
    label: { formatter: word, position: 'end', color: colour, fontSize: 12 },
    data: [{ yAxis: passMark }],
  };
}

/** The lines of one week: when, mean, interval, how many were scored. */
function tooltipOf(
  hit: unknown,
  points: readonly TrendPoint[],
  words: TrendWords,
  labelOf: (weekStart: string) => string,
): string {
  const first: unknown = Array.isArray(hit) ? hit[0] : hit;
  const index = typeof first === 'object' && first !== null && 'dataIndex' in first ? first.dataIndex : null;
  const point = typeof index === 'number' ? points[index] : undefined;
  if (point === undefined) return '';
  const lines = [labelOf(point.weekStart), `${words.evaluations}: ${point.evaluations}`];
  if (point.average !== null) lines.push(`${words.mean}: ${point.average}`);
  if (point.low !== null && point.high !== null) {
    lines.push(`${words.interval}: ${point.low} – ${point.high}`);
  }
  return lines.join('\n');
}
