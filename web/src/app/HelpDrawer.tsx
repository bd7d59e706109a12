// Help for the page at hand, opened by F1 or the question mark: what the page is for, how to use it,
// and its keys.
import { Drawer } from 'antd';
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Key } from '../components/Key';
import { type HelpTopic, keysOf } from './help';

type Help = { open: () => void };

const HelpContext = createContext<Help>({ open: () => undefined });

/** Opens the help of this page. */
export function useHelp(): Help {
  return use(HelpContext);
}

type Props = { topic: HelpTopic | undefined; children: ReactNode };

export function HelpProvider({ topic, children }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F1') return;
      event.preventDefault();
      setIsOpen((was) => !was);
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, []);
  const help = useMemo(() => ({ open: () => setIsOpen(true) }), []);
  return (
    <HelpContext value={help}>
      {children}
      <HelpDrawer
        topic={topic}
        isOpen={isOpen}
        onClose={() => {
          setIsOpen(false);
        }}
      />
    </HelpContext>
  );
}

type DrawerProps = { topic: HelpTopic | undefined; isOpen: boolean; onClose: () => void };

function HelpDrawer({ topic, isOpen, onClose }: DrawerProps) {
  const { t } = useTranslation();
  return (
    <Drawer open={isOpen} onClose={onClose} title={t('help.title')} size={400} destroyOnHidden>
      {topic === undefined ? <p>{t('help.none')}</p> : <HelpText topic={topic} />}
    </Drawer>
  );
}

function HelpText({ topic }: { topic: HelpTopic }) {
  const { t } = useTranslation();
  const steps = t(`help.page.${topic}.steps`, { returnObjects: true });
  return (
    <>
      <p>{t(`help.page.${topic}.purpose`)}</p>
      <ul className="help-steps">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ul>
      <h2 className="help-heading">{t('help.keys')}</h2>
      <dl className="help-keys">
        {keysOf(topic).map(([keys, does]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <Key key={key}>{key}</Key>
              ))}
            </dt>
            <dd>{t(`help.key.${does}`)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
