// What the room is asked at moments of an entry, in both languages.
import { Button, Form, Input, Modal, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ReviewPoint } from '../../api/caseReviews';
import type { Words } from '../../api/types';
import { clockOf, msOf } from './moments';
import styles from './reviews.module.css';

type Props = {
  points: readonly ReviewPoint[];
  startMs: number;
  onKeep: (points: ReviewPoint[]) => void;
  onClose: () => void;
};

const PARTS = ['question', 'happened', 'matters', 'instead'] as const;
const WORDS_MOST = 1_000;

type Part = (typeof PARTS)[number];
type Texts = Partial<Record<`${Part}_zh` | `${Part}_en`, string>>;
type Row = Texts & { at: string; kind: 'strength' | 'improve' };

function rowOf(point: ReviewPoint): Row {
  const texts = PARTS.flatMap((part) => [
    [`${part}_zh`, point[part]['zh-CN']],
    [`${part}_en`, point[part].en],
  ]);
  return {
    ...(Object.fromEntries(texts) as Texts),
    at: clockOf(point.at_ms),
    kind: point.is_strength ? 'strength' : 'improve',
  };
}

function pointOf(row: Row): ReviewPoint {
  const words = (part: Part): Words => {
    const both = { 'zh-CN': row[`${part}_zh`]?.trim() ?? '', en: row[`${part}_en`]?.trim() ?? '' };
    return Object.fromEntries(Object.entries(both).filter(([, text]) => text !== ''));
  };
  return {
    at_ms: msOf(row.at) ?? 0,
    is_strength: row.kind === 'strength',
    question: words('question'),
    happened: words('happened'),
    matters: words('matters'),
    instead: words('instead'),
  };
}

export function PointsDialog({ points, startMs, onKeep, onClose }: Props) {
  const { t } = useTranslation('reviews');
  const { t: shell } = useTranslation();
  const isMoment = async (_: unknown, text: string) => {
    if (msOf(text) === null) throw new Error(shell('field.required'));
    return Promise.resolve();
  };
  return (
    <Modal open width={900} footer={null} onCancel={onClose} title={t('points.title')}>
      <p className="muted">{t('points.hint')}</p>
      <Form<{ rows: Row[] }>
        layout="vertical"
        initialValues={{ rows: points.map(rowOf) }}
        onFinish={({ rows }) => {
          onKeep(rows.map(pointOf));
        }}
      >
        <Form.List name="rows">
          {(fields, { add, remove }) => (
            <>
              {fields.map(({ key, name }) => (
                <fieldset key={key} className={styles.point}>
                  <div className={styles.bar}>
                    <Form.Item
                      name={[name, 'at']}
                      label={t('points.at', { number: name + 1 })}
                      rules={[{ validator: isMoment }]}
                    >
                      <Input className={styles.moment} />
                    </Form.Item>
                    <Form.Item name={[name, 'kind']} label={t('points.kind', { number: name + 1 })}>
                      <Radio.Group
                        options={(['strength', 'improve'] as const).map((value) => ({
                          value,
                          label: t(`points.${value}`),
                        }))}
                      />
                    </Form.Item>
                    <Button
                      onClick={() => {
                        remove(name);
                      }}
                    >
                      {t('points.remove', { number: name + 1 })}
                    </Button>
                  </div>
                  <div className={styles.pair}>
                    {PARTS.flatMap((part) =>
                      (['zh', 'en'] as const).map((language) => (
                        <Form.Item
                          key={`${part} ${language}`}
                          name={[name, `${part}_${language}`]}
                          label={t(`points.${part}_${language}`)}
                        >
                          <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} maxLength={WORDS_MOST} />
                        </Form.Item>
                      )),
                    )}
                  </div>
                </fieldset>
              ))}
              <Button
                onClick={() => {
                  add({ at: clockOf(startMs), kind: 'improve' });
                }}
              >
                {t('points.add')}
              </Button>{' '}
            </>
          )}
        </Form.List>
        <Button type="primary" htmlType="submit">
          {t('points.keep')}
        </Button>
      </Form>
    </Modal>
  );
}
