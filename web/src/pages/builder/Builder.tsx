// One draft being built.
import './../../scorecard/scorecard.css';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Tabs } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CardDraft, type CardProblem, checkQuery, draftYamlAddress, type Swing } from '../../api/cards';
import type { Answer } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { useWorded } from '../../i18n/words';
import { fitted } from '../../scorecard/answers';
import { BackTestPanel } from './BackTestPanel';
import styles from './builder.module.css';
import { CardForm, SectionForm } from './CardForm';
import { ContestedNotice } from './ContestedNotice';
import { CardPreview } from './CardPreview';
import { changeQuestion, changeSection, type Spot, spotOfPath } from './definition';
import { FileDialog } from './FileDialog';
import { Outline } from './Outline';
import { PasteDialog } from './PasteDialog';
import { ProblemList } from './ProblemList';
import { PublishDialog } from './PublishDialog';
import { QuestionForm } from './QuestionForm';
import { type CardDraftKeeper, useCardDraft } from './useCardDraft';
import { useSettled } from './useSettled';

type Props = { initial: CardDraft; onReload: () => void };

/** How long after the last change the preview follows. */
const PREVIEW_MS = 250;

const NO_PROBLEMS: CardProblem[] = [];
const NO_SWINGS: Swing[] = [];

export function Builder({ initial, onReload }: Props) {
  const { t } = useTranslation();
  const worded = useWorded();
  const keeper = useCardDraft(initial);
  const { draft } = keeper;
  const [chosen, setChosen] = useState<Spot>({ kind: 'card' });
  const [answers, setAnswers] = useState<Record<string, Answer>>({});
  const [dialog, setDialog] = useState<'publish' | 'paste' | 'file' | null>(null);
  const settled = useSettled(draft, PREVIEW_MS);
  const check = useQuery(checkQuery(settled, answers));
  const problems = check.data?.problems ?? NO_PROBLEMS;
  const card = check.data?.card ?? null;
  // What was tried fits the card as it is now, from the first look on.
  const [fittedTo, setFittedTo] = useState(card);
  if (card && card !== fittedTo) {
    setFittedTo(card);
    setAnswers(fitted(card, answers));
  }
  const close = () => {
    setDialog(null);
  };
  useEffect(() => {
    document.querySelector('[data-outline=chosen]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <>
      <PageHeader
        title={worded(draft.title) || draft.key}
        note={<Saved keeper={keeper} latest={initial.latest ?? null} />}
      >
        <Button disabled={keeper.undo === null} onClick={keeper.undo ?? undefined}>
          {t('cards:build.undo')}
        </Button>
        <Button
          onClick={() => {
            setDialog('paste');
          }}
        >
          {t('cards:build.paste')}
        </Button>
        <Button
          onClick={() => {
            setDialog('file');
          }}
        >
          {t('cards:build.read_file')}
        </Button>
        <Button href={draftYamlAddress(initial.scorecard_id)}>{t('cards:build.yaml')}</Button>
        <Button
          type="primary"
          disabled={problems.length > 0 || !check.data}
          onClick={() => {
            setDialog('publish');
          }}
        >
          {t('cards:build.publish')}
        </Button>
      </PageHeader>
      <ContestedNotice keeper={keeper} onReload={onReload} />
      {keeper.state === 'failed' && <ErrorNotice error={keeper.error} onRetry={() => void keeper.flush()} />}
      {initial.is_behind && typeof initial.latest === 'number' && (
        <Alert type="warning" showIcon title={t('cards:build.behind', { number: initial.latest })} />
      )}
      {initial.retired && <Alert type="info" showIcon title={t('cards:build.retired')} />}
      <div className={styles.builder}>
        <div className={styles.left}>
          <button
            type="button"
            className={`${styles.cardRow ?? ''} ${chosen.kind === 'card' ? (styles.chosen ?? '') : ''}`}
            aria-current={chosen.kind === 'card' || undefined}
            onClick={() => {
              setChosen({ kind: 'card' });
            }}
          >
            {t('cards:build.card')}
          </button>
          <Outline
            draft={draft}
            card={card}
            problems={problems}
            chosen={chosen}
            onChoose={setChosen}
            onChange={keeper.change}
          />
        </div>
        <section className={styles.middle} aria-label={t('cards:build.part')}>
          <Part
            keeper={keeper}
            chosen={chosen}
            problems={problems}
            worths={worthsOf(card)}
            swings={check.data?.swings ?? NO_SWINGS}
          />
        </section>
        <aside className={styles.right} aria-label={t('cards:build.beside')}>
          <Tabs
            items={[
              {
                key: 'preview',
                label: t('cards:build.preview'),
                children: (
                  <>
                    {check.error && <ErrorNotice error={check.error} onRetry={() => void check.refetch()} />}
                    <ProblemList
                      draft={draft}
                      problems={problems}
                      onGo={(problem) => {
                        setChosen(spotOfPath(problem.path));
                      }}
                    />
                    {check.data && (
                      <CardPreview checked={check.data} answers={answers} onAnswers={setAnswers} />
                    )}
                  </>
                ),
              },
              {
                key: 'back_test',
                label: t('cards:build.back_test'),
                children: (
                  <BackTestPanel
                    id={initial.scorecard_id}
                    keeper={keeper}
                    draft={draft}
                    isWrong={problems.length > 0}
                  />
                ),
              },
            ]}
          />
        </aside>
      </div>
      <PublishDialog
        id={initial.scorecard_id}
        keeper={keeper}
        isOpen={dialog === 'publish'}
        onClose={close}
      />
      <PasteDialog draft={draft} isOpen={dialog === 'paste'} onTake={keeper.change} onClose={close} />
      <FileDialog draft={draft} isOpen={dialog === 'file'} onTake={keeper.change} onClose={close} />
    </>
  );
}

function worthsOf(card: { sections: { questions: { key: string; share: number }[] }[] } | null | undefined) {
  const all = card?.sections.flatMap((section) => section.questions) ?? [];
  return new Map(all.map(({ key, share }) => [key, share]));
}

function Saved({ keeper, latest }: { keeper: CardDraftKeeper; latest: number | null }) {
  const { t } = useTranslation();
  const version =
    latest === null ? t('cards:build.never_published') : t('cards:build.latest', { number: latest });
  return (
    <span role="status">
      {version} · {t(`cards:save.${keeper.state}`)}
    </span>
  );
}

type PartProps = {
  keeper: CardDraftKeeper;
  chosen: Spot;
  problems: readonly CardProblem[];
  worths: Map<string, number>;
  swings: readonly Swing[];
};

function Part({ keeper, chosen, problems, worths, swings }: PartProps) {
  const { draft, change } = keeper;
  const at = chosen.kind === 'card' ? undefined : draft.sections[chosen.section];
  const own = problems.filter(({ path }) => {
    const spot = spotOfPath(path);
    return JSON.stringify(spot) === JSON.stringify(chosen);
  });
  if (chosen.kind === 'section' && at) {
    return (
      <SectionForm
        key={`s${String(chosen.section)}`}
        section={at}
        isPoints={draft.method === 'points'}
        problems={own}
        onChange={(patch) => {
          change(changeSection(draft, chosen.section, patch));
        }}
      />
    );
  }
  const question = chosen.kind === 'question' ? at?.questions[chosen.question] : undefined;
  if (chosen.kind === 'question' && question) {
    return (
      <QuestionForm
        key={`q${String(chosen.section)}.${String(chosen.question)}`}
        draft={draft}
        question={question}
        isInBonus={at?.bonus ?? false}
        worth={draft.method === 'points' ? null : (worths.get(question.key) ?? null)}
        swing={swings.find(({ not_applicable }) => not_applicable.includes(question.key)) ?? null}
        problems={own}
        onChange={(patch) => {
          change(changeQuestion(draft, chosen.section, chosen.question, patch));
        }}
      />
    );
  }
  const ofCard = problems.filter(({ path }) => spotOfPath(path).kind === 'card');
  return <CardForm draft={draft} problems={ofCard} onChange={change} />;
}
