// The first step: a file, and what it should look like.
import { InboxOutlined } from '@ant-design/icons';
import { Button, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { TEMPLATE_ADDRESS } from '../../api/people';
import { useCoded } from '../../i18n/words';
import styles from './people.module.css';
import { ROLES } from './roles';

/** The headings that the server reads, in its order. */
const COLUMNS = [
  ['name', '姓名'],
  ['staff_number', '工号'],
  ['sign_in', '登录名'],
  ['role', '角色'],
  ['team', '班组'],
  ['project', '项目'],
  ['source', '录音来源'],
  ['agent_id', '坐席工号/分机'],
] as const;

export function ChooseTable({ onChoose }: { onChoose: (file: File) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Upload.Dragger
        accept=".xlsx,.csv"
        multiple={false}
        showUploadList={false}
        beforeUpload={(file) => {
          onChoose(file);
          return false;
        }}
      >
        <p className="ant-upload-drag-icon">
          <InboxOutlined />
        </p>
        <p>{t('people:import.drop')}</p>
        <p className="muted">{t('people:import.drop_hint')}</p>
      </Upload.Dragger>
      <Explained />
    </>
  );
}

function Explained() {
  const { t } = useTranslation();
  const coded = useCoded();
  const roles = ROLES.map((role) => coded('role', role)).join(t('people:import.list_mark'));
  return (
    <div className={styles.explained}>
      <p>{t('people:import.columns')}</p>
      <table className={styles.columns}>
        <tbody>
          {[COLUMNS.slice(0, 4), COLUMNS.slice(4)].map((columns) => (
            <tr key={columns[0]?.[0]}>
              {columns.map(([english, chinese]) => (
                <td key={english}>
                  {english} <span className="muted">{chinese}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p>{t('people:import.role_words', { roles })}</p>
      <p className="muted">{t('people:import.rules')}</p>
      <Button href={TEMPLATE_ADDRESS} download>
        {t('people:action.template')}
      </Button>
    </div>
  );
}
