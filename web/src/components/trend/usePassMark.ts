// The mark to draw across a trend: there is one only where all of it comes from one scorecard.
import { useQuery } from '@tanstack/react-query';
import { directoryQuery } from '../../api/directory';
import { scorecardVersionQuery } from '../../api/results';
import type { Directory, Trend } from '../../api/types';

/** The one card of a trend; null where there are several, or none is known. */
export function onlyCard(
  trend: Pick<Trend, 'items'>,
  chosenCard: string | null,
  cards: Directory['scorecards'],
): Directory['scorecards'][number] | null {
  if (chosenCard !== null) return cards.find((card) => card.id === chosenCard) ?? null;
  const keys = new Set(trend.items.map((item) => item.scorecard_key));
  return keys.size === 1 ? (cards.find((card) => keys.has(card.key)) ?? null) : null;
}

export function usePassMark(trend: Pick<Trend, 'items'>, chosenCard: string | null): number | null {
  const cards = useQuery(directoryQuery).data?.scorecards ?? [];
  const version = onlyCard(trend, chosenCard, cards)?.latest_version_id;
  const card = useQuery({ ...scorecardVersionQuery(version ?? ''), enabled: version !== undefined }).data;
  return card?.definition.pass ?? null;
}
