// One chat, letter or e-mail: what was written, what is known of it, and scoring it.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Button, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { beginText, type ContactPage as Shown, contactQuery } from '../../api/contacts';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Fact } from '../../components/Fact';
import { PageHeader } from '../../components/PageHeader';
import { Time, useInstant } from '../../components/Time';
import { TextView } from '../../text/TextView';
import feedback from '../feedback/feedback.module.css';
import { ScoreLink } from './ScoreLink';

export default function ContactPage() {
  const { t } = useTranslation();
  const { contactId } = useParams({ from: '/shell/contacts/$contactId' });
  const { data, error, refetch } = useQuery(contactQuery(contactId));
  if (error) {
    return (
      <>
        <PageHeader title={t('contacts:page.title')} />
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  return data ? <One page={data} /> : <Spin />;
}

function One({ page }: { page: Shown }) {
  const { t } = useTranslation();
  const instant = useInstant();
  const { contact, gone } = page;
  const at = instant(contact.began_at);
  const channel = t(`contacts:channel.${contact.channel}`);
  return (
    <article className={feedback.page}>
      <PageHeader
        title={t('contacts:page.one', { channel, at })}
        note={contact.person?.name ?? contact.agent_name ?? contact.agent}
      >
        <ScoreLink contact={contact} />
        {page.may_score && <ScoreButton page={page} />}
      </PageHeader>
      <dl className={feedback.facts}>
        <Fact name={t('contacts:column.team')}>{contact.team?.name}</Fact>
        <Fact name={t('contacts:column.project')}>{contact.project?.name}</Fact>
        <Fact name={t('contacts:facts.queue')}>{contact.queue?.name}</Fact>
        <Fact name={t('contacts:facts.customer')}>{contact.customer}</Fact>
        <Fact name={t('contacts:facts.added')}>
          <Time at={contact.added_at} /> {contact.added_by.name}
        </Fact>
      </dl>
      <section className={feedback.wide} aria-labelledby="text">
        <h2 id="text">{t('contacts:read.title')}</h2>
        <TextView contact={{ id: contact.id, gone }} />
      </section>
    </article>
  );
}

function ScoreButton({ page: { contact } }: { page: Shown }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const begin = useMutation({
    mutationFn: () => beginText(contact.id),
    onSuccess: ({ id }) => navigate({ to: '/review/$evaluationId', params: { evaluationId: id } }),
  });
  // A draft is gone on with by its link.
  if (contact.own[0]?.state === 'draft') return null;
  return (
    <>
      <Button
        type="primary"
        loading={begin.isPending}
        onClick={() => {
          begin.mutate();
        }}
      >
        {contact.own.length > 0 ? t('contacts:score.again') : t('contacts:score.begin')}
      </Button>
      {begin.error && <ErrorNotice error={begin.error} />}
    </>
  );
}
