// What makes somebody certified for a scorecard, and who is.
import { useQuery } from '@tanstack/react-query';
import { Button, Form, InputNumber, Select, Spin, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerCardsQuery } from '../../api/desk';
import {
  type Certification,
  certificationRuleQuery,
  certificationsQuery,
  type CertificationRule,
  putCertificationRule,
  referencesChanged,
} from '../../api/references';
import { oneOf, type Search } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { loadingTable } from '../../components/loadingTable';
import { useSaidChange } from '../../components/useSaidChange';
import { useWorded } from '../../i18n/words';
import styles from './references.module.css';
import { Standing } from './Standing';

type Props = { search: Search; onShow: (search: Search) => void };

export function CertificationTab({ search, onShow }: Props) {
  const { t } = useTranslation('references');
  const worded = useWorded();
  const { data, error, refetch } = useQuery(answerCardsQuery);
  const card = oneOf(search.scorecard);
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Spin />;
  const cards = data.items;
  if (cards.length === 0) {
    return <EmptyState title={t('certification.no_card')} hint={t('certification.no_card_hint')} />;
  }
  return (
    <>
      <div className={styles.bar}>
        <Select
          aria-label={t('certification.card')}
          className={styles.card}
          placeholder={t('certification.card')}
          value={card}
          options={cards.map(({ id, title }) => ({ value: id, label: worded(title) }))}
          onChange={(scorecard: string) => {
            onShow({ tab: 'certification', scorecard });
          }}
        />
      </div>
      {card === undefined ? (
        <EmptyState title={t('certification.nothing')} hint={t('certification.choose')} />
      ) : (
        <OfCard key={card} id={card} />
      )}
    </>
  );
}

function OfCard({ id }: { id: string }) {
  const { t } = useTranslation('references');
  const rule = useQuery(certificationRuleQuery(id));
  const people = useQuery(certificationsQuery(id));
  if (rule.error) return <ErrorNotice error={rule.error} onRetry={() => void rule.refetch()} />;
  if (!rule.data) return <Spin />;
  return (
    <>
      <RuleForm key={rule.data.edit} rule={rule.data} />
      <h2>{t('certification.people')}</h2>
      {people.error && <ErrorNotice error={people.error} onRetry={() => void people.refetch()} />}
      {people.data?.items.length === 0 ? (
        <EmptyState title={t('certification.none')} hint={t('certification.none_hint')} />
      ) : (
        <Table<Certification>
          rowKey={({ person }) => person.id}
          size="small"
          dataSource={people.data?.items ?? []}
          {...loadingTable(people.isPending)}
          pagination={false}
          columns={[
            { key: 'person', title: t('column.person'), render: (_, { person }) => person.name },
            {
              key: 'state',
              title: t('column.state'),
              render: (_, one) => <Standing certification={one} />,
            },
            {
              key: 'counted',
              title: t('column.agreement'),
              render: (_, one) => <span className="number">{t('certification.counted', one)}</span>,
            },
          ]}
        />
      )}
    </>
  );
}

/** What a card begins with that asks for nothing yet. */
const FIRST = { calls: 3, agreement: 85, days: 180 };

function RuleForm({ rule }: { rule: CertificationRule }) {
  const { t } = useTranslation();
  const save = useSaidChange(putCertificationRule, referencesChanged, {
    said: () => t('references:certification.saved'),
  });
  const required = [{ required: true, message: t('field.required') }];
  return (
    <section>
      <h2>{t('references:certification.rule')}</h2>
      {save.error && <ErrorNotice error={save.error} />}
      <Form<typeof FIRST>
        layout="inline"
        className={styles.rule}
        initialValues={rule.edit === 0 ? FIRST : rule}
        onFinish={(fields) => {
          save.mutate({ scorecard_id: rule.scorecard_id, edit: rule.edit, ...fields });
        }}
      >
        <Form.Item name="calls" label={t('references:certification.calls')} rules={required}>
          <InputNumber min={1} max={50} precision={0} />
        </Form.Item>
        <Form.Item name="agreement" label={t('references:certification.agreement')} rules={required}>
          <InputNumber min={1} max={100} precision={0} />
        </Form.Item>
        <Form.Item name="days" label={t('references:certification.days')} rules={required}>
          <InputNumber min={1} max={3650} precision={0} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('action.save')}
        </Button>
      </Form>
    </section>
  );
}
