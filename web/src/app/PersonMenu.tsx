// Who is signed in: name, roles, signing out.
import { UserOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import { signOut } from '../api/session';
import type { Me } from '../api/types';
import { useCoded } from '../i18n/words';

/** Leaves nothing of the person in this tab: the page is loaded anew. */
async function leave() {
  try {
    await signOut();
  } finally {
    window.location.assign('/signin');
  }
}

export function PersonMenu({ me }: { me: Me }) {
  const { t } = useTranslation();
  const coded = useCoded();
  const card = (
    <div className="person-card">
      <strong>{me.name}</strong>
      <ul>
        {me.roles.map((role) => (
          <li key={role}>{coded('role', role)}</li>
        ))}
      </ul>
      {me.teams?.length > 0 && <p className="muted">{me.teams.map((team) => team.name).join(' · ')}</p>}
      <Button block onClick={() => void leave()}>
        {t('session.sign_out')}
      </Button>
    </div>
  );
  return (
    <Popover content={card} trigger="click" placement="rightBottom">
      <button type="button" className="rail-button" title={me.name}>
        <UserOutlined aria-hidden />
        <span className="rail-word rail-person">{me.name}</span>
      </button>
    </Popover>
  );
}
