// What is read of one name and sidecar, what is missing, and who it would be.
import { CheckCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Trial } from '../../api/sources';
import { Time } from '../../components/Time';
import { useCoded } from '../../i18n/words';
import styles from './sources.module.css';

export function TrialResult({ trial }: { trial: Trial }) {
  const { t } = useTranslation();
  const coded = useCoded();
  const mark = t('sources:list_mark');
  const wordOf = (field: string, value: string) =>
    field === 'direction' && (value === 'inbound' || value === 'outbound')
      ? t(`calls:direction.${value}`)
      : value;
  return (
    <article className={styles.trial}>
      <h3>{trial.name ?? t('sources:tester.sidecar_alone')}</h3>
      <table className={styles.fields}>
        <tbody>
          {trial.fields.map(({ field, value, origin }) => (
            <tr key={field}>
              <th scope="row">{coded('call_field', field)}</th>
              <td>{field === 'started_at' ? <Time at={value} form="second" /> : wordOf(field, value)}</td>
              <td className={styles.origin}>{t(`sources:origin.${origin}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {trial.agents.map(({ external_id, is_known, person, team }) => (
        <p key={external_id}>
          {person === null
            ? t(is_known ? 'sources:tester.agent_known' : 'sources:tester.agent_new', { agent: external_id })
            : t('sources:tester.agent_person', {
                agent: external_id,
                person: [person, team].filter((part) => part !== null).join(' · '),
              })}
        </p>
      ))}
      {trial.remarks.map(({ field, code }) => (
        <p key={`${field ?? ''} ${code}`} className={styles.remark}>
          <ExclamationCircleOutlined aria-hidden /> {field === null ? '' : `${coded('call_field', field)}: `}
          {coded('source_remark', code)}
        </p>
      ))}
      <p className={styles.remark}>
        {trial.missing.length === 0 ? (
          <strong className={styles.good}>
            <CheckCircleOutlined aria-hidden /> {t('sources:tester.all_there')}
          </strong>
        ) : (
          <span>
            {t('sources:tester.missing', {
              fields: trial.missing.map((field) => coded('call_field', field)).join(mark),
            })}
          </span>
        )}
      </p>
    </article>
  );
}
