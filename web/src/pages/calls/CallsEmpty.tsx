// No row: either nothing has come in yet, or nothing matches.
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/me';
import type { Search } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { useChipWords } from './chipWords';
import { chipsOf, withoutChip } from './filter';

type Props = { search: Search; onChange: (next: Search) => void };

export function CallsEmpty(props: Props) {
  return chipsOf(props.search).length === 0 ? <NoCalls /> : <NoMatch {...props} />;
}

function NoCalls() {
  const { t } = useTranslation();
  const mayUpload = useMay('ingest_calls');
  return (
    <EmptyState
      title={t('calls:empty.no_calls')}
      hint={mayUpload ? t('calls:empty.connect') : t('calls:empty.wait')}
    >
      {mayUpload && (
        <>
          <Link to="/upload">
            <Button type="primary" tabIndex={-1}>
              {t('nav.upload')}
            </Button>
          </Link>
          <Link to="/calls/import">
            <Button tabIndex={-1}>{t('cdr:open')}</Button>
          </Link>
        </>
      )}
    </EmptyState>
  );
}

function NoMatch({ search, onChange }: Props) {
  const { t } = useTranslation();
  const wordsOf = useChipWords();
  return (
    <EmptyState title={t('calls:empty.no_match')} hint={t('calls:empty.remove_one')}>
      {chipsOf(search).map((chip) => (
        <Button
          key={`${chip.field}=${chip.value}`}
          onClick={() => {
            onChange(withoutChip(search, chip));
          }}
        >
          {t('calls:filter.remove', { filter: wordsOf(chip) })}
        </Button>
      ))}
    </EmptyState>
  );
}
