// What changed, in sentences: the part, what happened to it, what it said and says.
import { useTranslation } from 'react-i18next';
import type { Difference } from '../../api/cards';
import type { Words } from '../../api/types';
import { useWorded } from '../../i18n/words';
import styles from './builder.module.css';

type Titled = { key: string; title?: Words };
type Card = { sections: (Titled & { questions: (Titled & { options?: Titled[] })[] })[]; bands?: Titled[] };

export function DifferenceTable({ differences, card }: { differences: readonly Difference[]; card: Card }) {
  const { t } = useTranslation();
  const worded = useWorded();
  if (differences.length === 0) return <p>{t('cards:difference.none')}</p>;
  const named = (parts: readonly Titled[] | undefined, key: string) =>
    worded(parts?.find((part) => part.key === key)?.title) || key;
  const placeOf = (one: Difference) => {
    const questions = card.sections.flatMap((section) => section.questions);
    const options = questions.find(({ key }) => key === one.question)?.options;
    const parts = [
      one.band ? `${t('cards:difference.band')} ${named(card.bands, one.band)}` : null,
      one.section && !one.question ? named(card.sections, one.section) : null,
      one.question ? named(questions, one.question) : null,
      one.option ? named(options, one.option) : null,
      one.cause ? `${t('cards:difference.cause')} ${one.cause}` : null,
    ];
    return parts.filter((part) => part !== null).join(' › ') || t('cards:build.card');
  };
  return (
    <table className={styles.differences}>
      <thead>
        <tr>
          <th scope="col">{t('cards:difference.part')}</th>
          <th scope="col">{t('cards:difference.what')}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map((one, place) => (
          <tr key={place}>
            <th scope="row">{placeOf(one)}</th>
            <td>
              <What difference={one} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function What({ difference }: { difference: Difference }) {
  const { t, i18n } = useTranslation();
  const { change, field } = difference;
  if (change === 'moved' && difference.from_section) {
    return t('cards:difference.moved_from', { section: difference.from_section });
  }
  if (change !== 'changed') return t(`cards:difference.${change}`);
  const name = `cards:difference.field.${field ?? ''}`;
  // The names of fields come from the server; one without words shows itself.
  const translate = i18n.t.bind(i18n) as (key: string) => string;
  const label = i18n.exists(name) ? translate(name) : (field ?? '');
  return (
    <>
      {label}: <del>{valueText(difference.before)}</del> → <ins>{valueText(difference.after)}</ins>
    </>
  );
}

/** A value as people read it: texts by language, lists with commas, nothing as a dash. */
function valueText(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value)) return value.map(valueText).join(', ') || '–';
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, part]) => `${name}: ${valueText(part)}`)
      .join(' · ');
  }
  return String(value as string | number | boolean);
}
