// A published version as it stands: every item with what it is worth, its options, and what it asks for.
import { useTranslation } from 'react-i18next';
import { useWorded } from '../../i18n/words';
import { numberText } from '../../scorecard/sheet';
import type { Card, CardOption, CardQuestion, CardSection } from '../../scorecard/types';
import styles from './version.module.css';

export function VersionTable({ card }: { card: Card }) {
  const { t } = useTranslation();
  const isWeighted = card.method === 'weighted';
  return (
    <>
      <CardFacts card={card} />
      <table className={styles.version}>
        <thead>
          <tr>
            <th scope="col">{t('cards:version.item')}</th>
            {isWeighted && (
              <th scope="col" className={styles.worth} title={t('cards:build.worth')}>
                {t('cards:version.worth')}
              </th>
            )}
            <th scope="col">{t('cards:field.options')}</th>
          </tr>
        </thead>
        {card.sections.map((section) => (
          <SectionRows key={section.key} card={card} section={section} isWeighted={isWeighted} />
        ))}
      </table>
    </>
  );
}

/** The pass mark, the grades, where the weight of what does not apply goes; where points begin and end. */
function CardFacts({ card }: { card: Card }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const { method, pass, bands, points, redistribute } = card;
  const grades = bands.map(({ key, title, from }) => `${worded(title) || key} ≥ ${numberText(from)}`);
  const facts = [
    t(`cards:method.${method}`),
    pass === null ? null : `${t('cards:field.pass')} ${numberText(pass)}`,
    grades.join(' · ') || null,
    points ? t('cards:version.points', points) : null,
    method === 'weighted' ? t(`cards:version.redistribute.${redistribute ?? 'section'}`) : null,
  ];
  return <ul className={styles.facts}>{facts.map((fact) => fact !== null && <li key={fact}>{fact}</li>)}</ul>;
}

type RowsProps = { card: Card; section: CardSection; isWeighted: boolean };

function SectionRows({ card, section, isWeighted }: RowsProps) {
  const { t } = useTranslation();
  const worded = useWorded();
  return (
    <tbody>
      <tr className={styles.section}>
        <th scope="rowgroup">
          {worded(section.title) || section.key}{' '}
          {section.bonus && <span className="tone">{t('scorecard:bonus')}</span>}
        </th>
        {isWeighted && (
          <td className={styles.worth}>
            {numberText(section.questions.reduce((sum, { share }) => sum + share, 0))}
          </td>
        )}
        <td />
      </tr>
      {section.questions.map((question) => (
        <tr key={question.key}>
          <th scope="row">
            {worded(question.title) || question.key}
            <Remarks card={card} question={question} />
            <p className="muted">{worded(question.guidance)}</p>
          </th>
          {isWeighted && (
            <td className={styles.worth}>{question.scored ? numberText(question.share) : '–'}</td>
          )}
          <td>
            <ul>
              {question.options.map((option) => (
                <OptionLine key={option.key} option={option} />
              ))}
              <NotApplicable question={question} />
            </ul>
          </td>
        </tr>
      ))}
    </tbody>
  );
}

/** What is special about an item: critical, not scored, repeatable, asked only after an answer. */
function Remarks({ card, question }: { card: Card; question: CardQuestion }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const { critical, scored, multiple, show_when } = question;
  const asked = card.sections
    .flatMap(({ questions }) => questions)
    .find(({ key }) => key === show_when?.question);
  const answers = asked?.options.filter(({ key }) => show_when?.is.includes(key));
  return (
    <>
      {critical !== false && (
        <span className="tone tone-warning">
          {t(`scorecard:critical.${critical === true ? 'any' : critical}`)}
        </span>
      )}
      {!scored && <span className="tone">{t('cards:version.not_scored')}</span>}
      {multiple && <span className="tone">{t('cards:field.multiple')}</span>}
      {asked && (
        <span className="tone">
          {t('cards:version.asked_where', {
            item: worded(asked.title) || asked.key,
            answers: answers?.map(({ key, title }) => worded(title) || key).join(' / '),
          })}
        </span>
      )}
    </>
  );
}

function OptionLine({ option }: { option: CardOption }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const { key, title, score, fatal, require } = option;
  return (
    <li>
      {worded(title) || key} {score !== null && <strong className="number">{numberText(score)}</strong>}{' '}
      {fatal && <span className="tone tone-bad">{t(`scorecard:fatal_of.${fatal}`)}</span>}{' '}
      {require.length > 0 && (
        <span className="muted">
          {t('cards:version.requires', {
            what: require.map((one) => t(`cards:require.${one}`)).join(' · '),
          })}
        </span>
      )}
    </li>
  );
}

function NotApplicable({ question: { not_applicable: how } }: { question: CardQuestion }) {
  const { t } = useTranslation();
  if (how === null) return null;
  return (
    <li>
      {t('scorecard:not_applicable')}{' '}
      {how === 'excluded' ? (
        <span className="muted">{t('cards:not_applicable.excluded')}</span>
      ) : (
        <strong className="number">{numberText(how.score)}</strong>
      )}
    </li>
  );
}
