// The stock phrases of the current item: each goes into the comment at one press.
import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PhraseTools } from './phrases';
import type { Answer, CardQuestion } from './types';

/** Beyond these there are no keys. */
const KEYS_MOST = 9;

type Props = { question: CardQuestion; answer: Answer | undefined; tools: PhraseTools };

export function PhraseList({ question, answer, tools }: Props) {
  const { t } = useTranslation('scorecard');
  const phrases = tools.of(question.key, answer);
  const comment = answer?.comment?.trim() ?? '';
  const isKept = phrases.some((phrase) => phrase.text === comment);
  if (phrases.length === 0 && comment === '') return null;
  return (
    <div className="sheet-phrases" role="group" aria-label={t('phrase.word')}>
      {phrases.map((phrase, place) => (
        <span key={phrase.id} className="sheet-phrase">
          <button
            type="button"
            className="sheet-phrase-text"
            title={phrase.text}
            onClick={() => {
              tools.insert(question.key, phrase);
            }}
          >
            {place < KEYS_MOST && <kbd>{t('phrase.key', { number: place + 1 })}</kbd>}
            <span>{phrase.text}</span>
          </button>
          {!phrase.is_shared && (
            <button
              type="button"
              className="sheet-remove"
              aria-label={t('phrase.remove', { text: phrase.text })}
              title={t('phrase.remove', { text: phrase.text })}
              onClick={() => {
                tools.remove(phrase);
              }}
            >
              <CloseOutlined />
            </button>
          )}
        </span>
      ))}
      {comment !== '' && !isKept && (
        <Button
          size="small"
          type="link"
          icon={<PlusOutlined aria-hidden />}
          onClick={() => {
            tools.keep(question.key, answer?.options[0] ?? null, comment);
          }}
        >
          {t('phrase.keep')}
        </Button>
      )}
    </div>
  );
}
