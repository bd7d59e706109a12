import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DraftKeeper } from './keeper';
import type { Merged } from './merge';

/** Says that another window has worked on this draft, and what became of it. */
export function MergedLine({ keeper, merged }: { keeper: DraftKeeper; merged: Merged | null }) {
  const { t } = useTranslation('review');
  return (
    <div className="review-merged-place" role="status">
      {merged && (
        <div className="review-merged">
          <span>{t('merged.taken', { count: merged.taken })}</span>
          {merged.contested > 0 && <span>{t('merged.contested', { count: merged.contested })}</span>}
          <Button
            size="small"
            type="text"
            icon={<CloseOutlined />}
            aria-label={t('merged.close')}
            onClick={() => {
              keeper.forgetMerge();
            }}
          />
        </div>
      )}
    </div>
  );
}
