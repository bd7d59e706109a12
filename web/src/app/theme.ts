// Colours and measures of the interface: one accent, calm greys, statuses that people who do not
// tell red from green can tell apart (blue, orange and a dark magenta-red; always beside a word).
import { theme as antTheme, type ThemeConfig } from 'antd';

export type ThemeName = 'light' | 'dark';

type Palette = {
  accent: string;
  /** Under the pointer; white words stay readable on it. */
  accentHover: string;
  link: string;
  /** Under the pointer. */
  linkHover: string;
  page: string;
  surface: string;
  raised: string;
  rail: string;
  line: string;
  text: string;
  muted: string;
  good: string;
  warning: string;
  bad: string;
  /** Behind a status word. */
  goodTint: string;
  warningTint: string;
  badTint: string;
  accentTint: string;
  /** The two lanes of a recording, silence and overtalk. */
  agentLane: string;
  customerLane: string;
  silence: string;
  overtalk: string;
  /** Behind words that were looked for, and where they lie on the waveform. */
  hit: string;
  hitLine: string;
};

export const PALETTES: Record<ThemeName, Palette> = {
  light: {
    accent: '#1f5f8b',
    accentHover: '#2a719f',
    link: '#1a5a86',
    linkHover: '#2a719f',
    page: '#f4f5f7',
    surface: '#ffffff',
    raised: '#ffffff',
    rail: '#eceef1',
    line: '#d9dde3',
    text: '#1d2630',
    muted: '#566270',
    good: '#0b6b8a',
    warning: '#9a5200',
    bad: '#a8123e',
    goodTint: '#e0f1f6',
    warningTint: '#fcedd9',
    badTint: '#fbe4ea',
    accentTint: '#e3eef6',
    agentLane: '#1f5f8b',
    customerLane: '#8a5a00',
    silence: '#c3c9d1',
    overtalk: '#e8a33d',
    hit: '#ffe58a',
    hitLine: '#c2410c',
  },
  dark: {
    accent: '#3d87b8',
    accentHover: '#2d6b95',
    link: '#7db8de',
    linkHover: '#a5d0ec',
    page: '#12161b',
    surface: '#1a2027',
    raised: '#222a33',
    rail: '#0e1216',
    line: '#323c47',
    text: '#e2e7ec',
    muted: '#9dabb8',
    good: '#63c1de',
    warning: '#f0a94e',
    bad: '#ff85a5',
    goodTint: '#12343f',
    warningTint: '#3d2b12',
    badTint: '#43192a',
    accentTint: '#1b3346',
    agentLane: '#69aed8',
    customerLane: '#d8a44c',
    silence: '#46525e',
    overtalk: '#c98523',
    hit: '#6b5310',
    hitLine: '#ffb454',
  },
};

/** What Ant Design draws with; `moves`: whether things may slide and fade. */
export function antThemeOf(name: ThemeName, moves: boolean): ThemeConfig {
  const palette = PALETTES[name];
  return {
    algorithm: name === 'dark' ? antTheme.darkAlgorithm : antTheme.defaultAlgorithm,
    token: {
      colorPrimary: palette.accent,
      colorPrimaryHover: palette.accentHover,
      colorInfo: palette.accent,
      // Made from the accent it would be a dark grey: too heavy for a remark.
      colorInfoBg: palette.accentTint,
      colorInfoBorder: palette.line,
      colorLink: palette.link,
      // Made from the link it would be too pale to be read.
      colorLinkHover: palette.linkHover,
      colorLinkActive: palette.link,
      colorSuccess: palette.good,
      colorWarning: palette.warning,
      colorError: palette.bad,
      colorText: palette.text,
      colorTextSecondary: palette.muted,
      colorTextTertiary: palette.muted,
      colorTextDescription: palette.muted,
      colorTextPlaceholder: palette.muted,
      colorBgLayout: palette.page,
      colorBgContainer: palette.surface,
      colorBgElevated: palette.raised,
      colorBorder: name === 'dark' ? '#4a5664' : '#b9c1ca',
      colorBorderSecondary: palette.line,
      fontFamily:
        "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
      fontSize: 14,
      controlHeight: 30,
      controlHeightSM: 24,
      borderRadius: 4,
      padding: 12,
      paddingLG: 16,
      margin: 12,
      marginLG: 16,
      wireframe: false,
      motion: moves,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
    },
    components: {
      // Made from the accent it would be too dark on a dark page while the pointer is on it.
      Button: {
        defaultHoverColor: palette.linkHover,
        defaultHoverBorderColor: palette.link,
        defaultActiveColor: palette.link,
        defaultActiveBorderColor: palette.link,
      },
      Table: {
        cellPaddingBlock: 6,
        cellPaddingInline: 8,
        cellPaddingInlineSM: 7,
        cellPaddingBlockSM: 4,
        headerBg: palette.rail,
        headerSplitColor: 'transparent',
        headerSortActiveBg: palette.rail,
        headerSortHoverBg: palette.line,
        bodySortBg: 'transparent',
        rowSelectedBg: palette.accentTint,
        rowSelectedHoverBg: palette.accentTint,
      },
      Tabs: {
        itemSelectedColor: palette.link,
        itemHoverColor: palette.link,
        itemActiveColor: palette.link,
        inkBarColor: palette.link,
      },
      Select: { optionSelectedBg: palette.accentTint, optionActiveBg: palette.rail },
      Tag: { defaultBg: palette.rail },
      Form: { itemMarginBottom: 14, verticalLabelPadding: '0 0 4px' },
    },
  };
}

/** The palette as custom properties (`--accent`, `--good-tint`, …) for our own style sheets. */
export function applyPalette(name: ThemeName, root: HTMLElement = document.documentElement) {
  for (const [key, colour] of Object.entries(PALETTES[name])) {
    const property = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    root.style.setProperty(`--${property}`, colour);
  }
  root.dataset.theme = name;
  root.style.colorScheme = name;
}
