// The questions at the end: at most three, each with one option that is right, and why.
import { DeleteOutlined } from '@ant-design/icons';
import { Button, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CaseQuestionText } from '../../../api/caseShapes';
import { emptyQuestion, isBlank, OPTIONS_LEAST, OPTIONS_MOST, QUESTIONS_MOST, withoutOption } from './draft';
import styles from './edit.module.css';
import type { CaseEditing } from './useCaseEditing';
import { WordsPair } from './WordsPair';

const OPTION_MOST = 300;

export function QuestionsPart({ editing }: { editing: CaseEditing }) {
  const { t } = useTranslation();
  const { questions } = editing.draft;
  const set = (next: CaseQuestionText[]) => {
    editing.change({ questions: next });
  };
  return (
    <section className={styles.part} aria-labelledby="questions">
      <div className={styles.head}>
        <h2 id="questions">{t('cases:edit.questions')}</h2>
        <Button
          size="small"
          disabled={questions.length >= QUESTIONS_MOST}
          onClick={() => {
            set([...questions, emptyQuestion()]);
          }}
        >
          {t('cases:edit.add_question')}
        </Button>
      </div>
      {questions.length === 0 && <p className="muted">{t('cases:edit.no_questions')}</p>}
      {questions.map((question, place) => (
        <QuestionEditor
          key={place}
          number={place + 1}
          question={question}
          onChange={(changed) => {
            set(questions.map((one, other) => (other === place ? changed : one)));
          }}
          onRemove={() => {
            set(questions.filter((_, other) => other !== place));
          }}
        />
      ))}
    </section>
  );
}

type Props = {
  number: number;
  question: CaseQuestionText;
  onChange: (question: CaseQuestionText) => void;
  onRemove: () => void;
};

function QuestionEditor({ number, question, onChange, onRemove }: Props) {
  const { t } = useTranslation();
  const { options, right } = question;
  return (
    <fieldset className={styles.question}>
      <legend>
        {t('cases:edit.question_number', { number })}{' '}
        <Button
          size="small"
          type="text"
          icon={<DeleteOutlined />}
          aria-label={t('cases:edit.remove_question', { number })}
          title={t('cases:edit.remove_question', { number })}
          onClick={onRemove}
        />
      </legend>
      <WordsPair
        label={t('cases:edit.question_text')}
        value={question.text}
        isMissing={isBlank(question.text)}
        onChange={(text) => {
          onChange({ ...question, text });
        }}
      />
      <Radio.Group
        className={styles.options ?? ''}
        value={right}
        onChange={(event) => {
          onChange({ ...question, right: Number(event.target.value) });
        }}
      >
        {options.map((option, place) => (
          <div key={place} className={styles.option}>
            <Radio value={place} aria-label={t('cases:edit.is_right', { number: place + 1 })} />
            <WordsPair
              label={t('cases:edit.option', { number: place + 1 })}
              value={option}
              isMissing={isBlank(option)}
              maxLength={OPTION_MOST}
              onChange={(changed) => {
                onChange({
                  ...question,
                  options: options.map((one, other) => (other === place ? changed : one)),
                });
              }}
            />
            <Button
              size="small"
              type="text"
              icon={<DeleteOutlined />}
              disabled={options.length <= OPTIONS_LEAST}
              aria-label={t('cases:edit.remove_option', { number: place + 1 })}
              title={t('cases:edit.remove_option', { number: place + 1 })}
              onClick={() => {
                onChange(withoutOption(question, place));
              }}
            />
          </div>
        ))}
      </Radio.Group>
      <Button
        size="small"
        disabled={options.length >= OPTIONS_MOST}
        onClick={() => {
          onChange({ ...question, options: [...options, {}] });
        }}
      >
        {t('cases:edit.add_option')}
      </Button>
      <WordsPair
        label={t('cases:edit.because')}
        value={question.because}
        onChange={(because) => {
          onChange({ ...question, because });
        }}
      />
    </fieldset>
  );
}
