// From page to page of a list. The server gives the next place only; the browser's own history is
// the way back.
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Search } from '../app/search';

type Props = { search: Search; next: string | null; onShow: (search: Search) => void };

export function Pager({ search, next, onShow }: Props) {
  const { t } = useTranslation();
  const { cursor, ...first } = search;
  if (cursor === undefined && next === null) return null;
  return (
    <nav className="pager" aria-label={t('pager.name')}>
      <Button
        disabled={cursor === undefined}
        onClick={() => {
          onShow(first);
        }}
      >
        {t('pager.first')}
      </Button>
      <Button
        disabled={next === null}
        onClick={() => {
          if (next !== null) onShow({ ...first, cursor: next });
        }}
      >
        {t('pager.next')}
      </Button>
    </nav>
  );
}
