// How a score came about, line by line: what each item was worth, lost and gave; then the steps that
// follow, down to the total. Every number is the server's.
import { useTranslation } from 'react-i18next';
import type { Score } from '../../api/types';
import { useWorded } from '../../i18n/words';
import styles from './feedback.module.css';
import { usePoints } from './points';
import { type Account, type ItemLine, type SectionLine, type StepLine, stepsInOrder } from './trace';

/** Columns beside the item: a weighted card says what an item was worth and lost before what it gave. */
const COLUMNS = { weighted: 3, points: 1 } as const;
type Method = keyof typeof COLUMNS;

export function AccountTable({ account, score, method }: { account: Account; score: Score; method: Method }) {
  const { t } = useTranslation();
  const { start, clamps, fatal } = stepsInOrder(account.steps);
  return (
    <table className={styles.account}>
      <thead>
        <tr>
          <th scope="col">{t('feedback:result.item')}</th>
          {method === 'weighted' && <th scope="col">{t('feedback:result.worth')}</th>}
          {method === 'weighted' && <th scope="col">{t('feedback:result.lost')}</th>}
          <th scope="col">{t('feedback:result.given')}</th>
        </tr>
      </thead>
      <tbody>
        <StepRows steps={start} method={method} />
        {account.sections.map((section) => (
          <SectionRows key={section.section} section={section} method={method} />
        ))}
      </tbody>
      <tfoot>
        <StepRows steps={clamps} method={method} />
        {fatal.length > 0 && (
          <SumRow words={t('feedback:result.before_fatal')} sum={score.score_before_fatal} method={method} />
        )}
        <StepRows steps={fatal} method={method} />
        <SumRow words={t('feedback:result.total')} sum={score.total} method={method} isTotal />
      </tfoot>
    </table>
  );
}

type SumProps = { words: string; sum: number | null; method: Method; isTotal?: boolean };

function SumRow({ words, sum, method, isTotal = false }: SumProps) {
  const { t } = useTranslation();
  const points = usePoints();
  return (
    <tr className={isTotal ? styles.total : undefined}>
      <th scope="row" colSpan={COLUMNS[method]}>
        {words}
      </th>
      <td>{sum === null ? t('score.none') : points(sum)}</td>
    </tr>
  );
}

function StepRows({ steps, method }: { steps: readonly StepLine[]; method: Method }) {
  const { t } = useTranslation();
  const worded = useWorded();
  return steps.map((step, place) => (
    <SumRow
      key={place}
      words={t(`feedback:result.step.${step.step}`, { section: worded(step.section) })}
      sum={step.points}
      method={method}
    />
  ));
}

function SectionRows({ section, method }: { section: SectionLine; method: Method }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const points = usePoints();
  return (
    <>
      <tr className={styles.section}>
        <th scope="rowgroup" colSpan={COLUMNS[method] + 1}>
          {worded(section.title)}
          {section.share !== null && (
            <span className={styles.aside}>
              {t('feedback:result.section_worth', { points: points(section.share) })}
              {section.isBonus && ` · ${t('feedback:result.bonus')}`}
            </span>
          )}
        </th>
      </tr>
      {section.items.map((item) => (
        <ItemRow key={item.question} item={item} method={method} />
      ))}
    </>
  );
}

function ItemRow({ item, method }: { item: ItemLine; method: Method }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const points = usePoints();
  if (item.whyNot !== null) {
    // Where points are taken away nothing has a weight that others could carry.
    const isCarried = item.whyNot === 'not_applicable' && method === 'weighted';
    return (
      <tr className="muted">
        <th scope="row">{worded(item.title)}</th>
        <td colSpan={COLUMNS[method]}>
          {t(`feedback:result.not_counted.${isCarried ? 'carried' : item.whyNot}`)}
        </td>
      </tr>
    );
  }
  return (
    <tr>
      <th scope="row">
        {worded(item.title)}
        {item.isFatal && <span className={`tone tone-bad ${styles.mark}`}>{t('feedback:items.fatal')}</span>}
      </th>
      {method === 'weighted' && <td>{item.share === null ? t('score.none') : points(item.share)}</td>}
      {method === 'weighted' && <td>{item.lost === 0 ? '' : points(-item.lost)}</td>}
      <td>{points(item.points)}</td>
    </tr>
  );
}
