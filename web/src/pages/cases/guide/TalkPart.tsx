// What learners make of a case: stars, and what they say to each other about it.
import { useQuery } from '@tanstack/react-query';
import { Button, Rate } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { casesChanged, commentsQuery, rateCase, removeComment, writeComment } from '../../../api/cases';
import type { Case } from '../../../api/caseShapes';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { Time } from '../../../components/Time';
import { useSaidChange } from '../../../components/useSaidChange';
import { WrittenText } from '../../../components/WrittenText';
import styles from './guide.module.css';

const COMMENT_MOST = 2_000;

export function TalkPart({ one }: { one: Case }) {
  const { t } = useTranslation();
  const comments = useQuery(commentsQuery(one.id));
  const rate = useSaidChange(rateCase, casesChanged, { said: () => t('guide:talk.rated') });
  const remove = useSaidChange(removeComment, casesChanged, { said: () => t('guide:talk.removed') });
  const { mean, count, mine } = one.rating;
  const error = comments.error ?? rate.error ?? remove.error;
  return (
    <section className={styles.talk} aria-labelledby="talk">
      <h2 id="talk">{t('guide:talk.title')}</h2>
      {error && <ErrorNotice error={error} />}
      <div className={styles.actions}>
        <span id="own-rating">{t('guide:talk.rate')}</span>
        <Rate
          aria-labelledby="own-rating"
          allowClear={false}
          value={mine ?? 0}
          onChange={(stars) => {
            rate.mutate({ id: one.id, stars });
          }}
        />
        <span className="muted">
          {mean === null || count === 0
            ? t('guide:talk.unrated')
            : t('guide:talk.mean', { mean: mean.toFixed(1), count })}
        </span>
      </div>
      {comments.data?.items.length === 0 && <p className="muted">{t('guide:talk.none')}</p>}
      <ul>
        {comments.data?.items.map((comment) => (
          <li key={comment.id} className={styles.comment}>
            <p>{comment.text}</p>
            <p className="muted">
              {comment.written_by.name} · <Time at={comment.written_at} />{' '}
              {comment.is_removable && (
                <Button
                  size="small"
                  type="link"
                  onClick={() => {
                    remove.mutate({ id: one.id, comment: comment.id });
                  }}
                >
                  {t('guide:talk.remove')}
                </Button>
              )}
            </p>
          </li>
        ))}
      </ul>
      <NewComment id={one.id} />
    </section>
  );
}

function NewComment({ id }: { id: string }) {
  const { t } = useTranslation();
  const field = useId();
  const [text, setText] = useState('');
  const write = useSaidChange(writeComment, casesChanged, {
    onDone: () => {
      setText('');
    },
  });
  return (
    <>
      <WrittenText
        id={field}
        rows={2}
        label={t('guide:talk.write')}
        maxLength={COMMENT_MOST}
        value={text}
        onChange={setText}
      />
      {write.error && <ErrorNotice error={write.error} />}
      <div className={styles.actions}>
        <Button
          disabled={text.trim() === ''}
          loading={write.isPending}
          onClick={() => {
            write.mutate({ id, text: text.trim() });
          }}
        >
          {t('guide:talk.send')}
        </Button>
      </div>
    </>
  );
}
