// What a chip says: the field, and the value by its name.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { directoryQuery } from '../../api/directory';
import type { Directory } from '../../api/types';
import { formatDuration } from '../../components/instants';
import { useCoded } from '../../i18n/words';
import type { Chip } from './filter';

/** Whom the source calls so, and by which id. */
export function agentName(agent: Directory['agents'][number]): string {
  return agent.name ? `${agent.name} (${agent.external_id})` : agent.external_id;
}

function nameIn(directory: Directory | undefined, { field, value }: Chip): string | undefined {
  const named = (list: { id: string; name: string }[] | undefined) =>
    list?.find((one) => one.id === value)?.name;
  switch (field) {
    case 'project':
      return named(directory?.projects);
    case 'queue':
      return named(directory?.queues);
    case 'team':
      return named(directory?.teams);
    case 'person':
      return named(directory?.people);
    case 'source':
      return named(directory?.sources);
    case 'agent': {
      const agent = directory?.agents.find((one) => one.id === value);
      return agent && agentName(agent);
    }
    default:
      return undefined;
  }
}

export function useChipWords(): (chip: Chip) => string {
  const { t } = useTranslation();
  const coded = useCoded();
  const directory = useQuery(directoryQuery).data;

  function valueOf(chip: Chip): string {
    const { field, value } = chip;
    switch (field) {
      case 'direction':
        return value === 'outbound' ? t('calls:direction.outbound') : t('calls:direction.inbound');
      case 'transcript':
        return transcriptWord(value);
      case 'flag':
        return coded('flag', value);
      case 'longer_than_ms':
      case 'shorter_than_ms':
      case 'silence_from_ms':
      case 'overtalk_from_ms':
        return formatDuration(Number(value));
      case 'has_recording':
      case 'poor_transcript':
      case 'one_sided':
      case 'clipped':
      case 'evaluated':
      case 'assigned':
      case 'mine':
        return value === 'true' ? t('calls:yes') : t('calls:no');
      default:
        return nameIn(directory, chip) ?? value;
    }
  }

  function transcriptWord(value: string): string {
    switch (value) {
      case 'ready':
        return t('calls:transcript.ready');
      case 'pending':
        return t('calls:transcript.pending');
      case 'failed':
        return t('calls:transcript.failed');
      case 'not_asked':
        return t('calls:transcript.not_asked');
      default:
        return t('calls:transcript.none');
    }
  }

  return (chip) => t('calls:chip', { field: t(`calls:field.${chip.field}`), value: valueOf(chip) });
}
