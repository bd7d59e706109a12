// What a rule says, in words.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { directoryQuery } from '../../api/directory';
import type { DecidingRule, RuleText } from '../../api/keeping';
import type { Named } from '../../api/types';

export function useKeepWords(): (days: number | null | undefined) => string {
  const { t } = useTranslation();
  return (days) =>
    days === null || days === undefined
      ? t('keeping:rule.for_ever')
      : t('keeping:rule.days', { count: days });
}

/** Which rule decides, by name. */
export function useRuleName(): (rule: DecidingRule | null | undefined) => string {
  const { t } = useTranslation();
  return (rule) =>
    !rule ? '' : rule.kind === 'source' ? t('keeping:due.of_source', { name: rule.name }) : rule.name;
}

/** What a rule is about, condition by condition. */
export function useConditionWords(): (rule: RuleText) => string[] {
  const { t } = useTranslation();
  const names = useQuery(directoryQuery).data;
  const named = (ids: string[], known: Named[] | undefined) =>
    ids.map((id) => known?.find((one) => one.id === id)?.name ?? id).join(', ');
  return ({ sources, projects, queues, tags, dispositions, evaluated }) => {
    const conditions: [string, string][] = [
      [t('keeping:rule.sources'), named(sources, names?.sources)],
      [t('keeping:rule.projects'), named(projects, names?.projects)],
      [t('keeping:rule.queues'), named(queues, names?.queues)],
      [t('keeping:rule.tags'), tags.join(', ')],
      [t('keeping:rule.dispositions'), dispositions.join(', ')],
    ];
    const words = conditions.filter(([, value]) => value !== '').map(([name, value]) => `${name}: ${value}`);
    if (evaluated !== null) {
      words.push(t(evaluated ? 'keeping:rule.is_evaluated' : 'keeping:rule.not_evaluated'));
    }
    return words.length > 0 ? words : [t('keeping:rule.every_call')];
  };
}
