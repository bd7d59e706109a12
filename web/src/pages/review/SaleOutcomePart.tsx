// What became of the sale, above the score sheet of a verification. V leads here; 1, 2, 3 choose.
import { Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import type { SaleFinding, SaleOutcome, Verification } from '../../api/types';
import { WrittenText } from '../../components/WrittenText';
import type { SheetKeeper } from './sheetActions';
import { focusField } from './useView';

const OUTCOMES: readonly SaleOutcome[] = ['confirmed', 'corrected', 'rejected'];
const GROUP = 'sale-outcome';
const DETAIL = 'sale-outcome-detail';

/** Puts the keyboard on the outcome, where there is one to say. */
export function focusOutcome(): void {
  const group = document.getElementById(GROUP);
  const field =
    group?.querySelector<HTMLInputElement>('input:checked') ??
    group?.querySelector<HTMLInputElement>('input');
  field?.focus();
}

type Props = {
  verification: Verification;
  keeper: Pick<SheetKeeper, 'change' | 'flush'>;
  desk: Pick<ReturnType<SheetKeeper['desk']>, 'content'>;
};

export function SaleOutcomePart({ verification, keeper, desk }: Props) {
  const { t } = useTranslation();
  const finding = desk.content.finding ?? null;
  const change = (next: SaleFinding, field: string | null = null) => {
    keeper.change((content) => ({ ...content, finding: next }), field);
  };
  const choose = (outcome: SaleOutcome) => {
    change({ outcome, detail: outcome === 'confirmed' ? null : (finding?.detail ?? null) });
    if (outcome !== 'confirmed') focusField(DETAIL);
  };
  const isLacking = finding !== null && finding.outcome !== 'confirmed' && !finding.detail?.trim();
  return (
    <section className="sale-outcome" aria-labelledby="sale-outcome-title">
      <h2 id="sale-outcome-title">
        {t('sales:outcome.title')} <kbd>V</kbd>
      </h2>
      {verification.disposition && (
        <p className="muted">{t('sales:outcome.closed_as', { disposition: verification.disposition })}</p>
      )}
      <div
        onKeyDown={(event) => {
          const place = /^(?:Digit|Numpad)([1-3])$/.exec(event.code)?.[1];
          const chosen = place === undefined ? undefined : OUTCOMES[Number(place) - 1];
          if (chosen === undefined) return;
          event.preventDefault();
          choose(chosen);
        }}
      >
        <Radio.Group
          id={GROUP}
          aria-labelledby="sale-outcome-title"
          size="small"
          value={finding?.outcome ?? null}
          onChange={(event) => {
            choose(event.target.value as SaleOutcome);
          }}
        >
          {OUTCOMES.map((outcome, place) => (
            <Radio key={outcome} value={outcome}>
              <kbd>{String(place + 1)}</kbd> {t(`sales:outcome.${outcome}`)}
            </Radio>
          ))}
        </Radio.Group>
      </div>
      {finding && finding.outcome !== 'confirmed' && (
        <WrittenText
          id={DETAIL}
          label={t(`sales:outcome.detail_of.${finding.outcome}`)}
          value={finding.detail ?? ''}
          isMissing={isLacking}
          onChange={(detail) => {
            change({ ...finding, detail }, 'sale detail');
          }}
          onLeave={() => void keeper.flush()}
        />
      )}
      {finding === null && <p className="muted">{t('sales:outcome.missing')}</p>}
    </section>
  );
}
