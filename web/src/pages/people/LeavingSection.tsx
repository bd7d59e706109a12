// Somebody leaves, or comes back.
import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { changePerson } from '../../api/people';
import type { PersonFile } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import styles from './people.module.css';
import { useChange } from './useChange';

export function LeavingSection({ person }: { person: PersonFile }) {
  const { t } = useTranslation();
  const change = useChange((retired: boolean) => changePerson(person.id, { retired }));
  const isHere = person.retired_at === null;
  return (
    <section className={styles.section}>
      <h2>{t('people:section.leaving')}</h2>
      {change.error && <ErrorNotice error={change.error} />}
      {isHere ? (
        <Popconfirm
          title={t('people:confirm.leave', { name: person.name })}
          description={<div style={{ maxWidth: 320 }}>{t('people:hint.leave')}</div>}
          okText={t('people:action.leave')}
          cancelText={t('action.cancel')}
          okButtonProps={{ danger: true }}
          onConfirm={() => {
            change.mutate(true);
          }}
        >
          <Button danger loading={change.isPending}>
            {t('people:action.leave')}
          </Button>
        </Popconfirm>
      ) : (
        <Button
          loading={change.isPending}
          onClick={() => {
            change.mutate(false);
          }}
        >
          {t('people:action.take_back')}
        </Button>
      )}
      <p className={styles.hint}>{isHere ? t('people:hint.leave') : t('people:hint.take_back')}</p>
    </section>
  );
}
