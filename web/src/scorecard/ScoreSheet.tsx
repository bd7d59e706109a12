// The scorecard as it is filled in, or as it was.
import './scorecard.css';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorded } from '../i18n/words';
import { askedSections } from './questions';
import type { PhraseTools } from './phrases';
import { SheetRow } from './SheetRow';
import { lostAt, lostText, type PlayEvidence, type SheetActions, type SheetContent } from './sheet';
import type { CardSection } from './types';

type Props = SheetContent & {
  current: string | null;
  onCurrent: (question: string | null) => void;
  onPlay?: PlayEvidence;
  phrases?: PhraseTools;
} & ({ readOnly: true; actions?: undefined } | { readOnly?: false; actions: SheetActions });

export const ScoreSheet = memo(function ScoreSheet({
  card,
  answers,
  preview,
  current,
  onCurrent,
  onPlay,
  actions,
  phrases,
}: Props) {
  const { t } = useTranslation('scorecard');
  const sheet = useRef<HTMLElement>(null);
  useEffect(() => {
    const row = sheet.current?.querySelector('[data-current]');
    row?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <section className="sheet" aria-label={t('title')} ref={sheet}>
      {askedSections(card, answers).map((section) => (
        <div key={section.key} className="sheet-section">
          <SectionHead section={section} preview={preview} />
          <ul>
            {section.questions.map((question) => (
              <SheetRow
                key={question.key}
                question={question}
                answer={answers[question.key]}
                lost={lostAt(preview, question.key)}
                isCurrent={question.key === current}
                onCurrent={onCurrent}
                onPlay={onPlay}
                actions={actions}
                phrases={phrases}
              />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
});

function SectionHead({ section, preview }: { section: CardSection; preview: SheetContent['preview'] }) {
  const { t } = useTranslation('scorecard');
  const worded = useWorded();
  const lost = section.questions.reduce((sum, question) => sum + lostAt(preview, question.key), 0);
  return (
    <h2 className="sheet-section-head">
      <span>{worded(section.title) || section.key}</span>
      {section.bonus && <span className="tone">{t('bonus')}</span>}
      <span className="sheet-lost number">{lostText(lost)}</span>
    </h2>
  );
}
