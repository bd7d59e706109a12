// Two windows changed the same: what stands here, and how to have what was stored there instead.
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useWorded } from '../../i18n/words';
import type { Draft } from './definition';
import type { Contested } from './mergeDraft';
import type { CardDraftKeeper } from './useCardDraft';

type Props = { keeper: CardDraftKeeper; onReload: () => void };

export function ContestedNotice({ keeper, onReload }: Props) {
  const { t } = useTranslation();
  const worded = useWorded();
  if (keeper.contested.length === 0) return null;
  const names = keeper.contested.map((one) => worded(titleOf(keeper.draft, one)) || nameOf(one));
  return (
    <Alert
      role="alert"
      type="warning"
      showIcon
      title={t('cards:build.contested', { what: [...new Set(names)].join(' · ') })}
      action={
        <>
          <Button size="small" onClick={keeper.dismiss}>
            {t('cards:build.contested_kept')}
          </Button>{' '}
          <Button size="small" onClick={onReload}>
            {t('cards:build.reload')}
          </Button>
        </>
      }
    />
  );
}

function nameOf(one: Contested): string {
  return one.kind === 'card' ? one.field : one.key;
}

function titleOf(draft: Draft, one: Contested) {
  if (one.kind === 'card') return undefined;
  const found =
    one.kind === 'section'
      ? draft.sections.find(({ key }) => key === one.key)
      : draft.sections.flatMap((section) => section.questions).find(({ key }) => key === one.key);
  return found?.title;
}
