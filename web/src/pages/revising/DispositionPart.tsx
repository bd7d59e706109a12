// Whether the call's disposition is right after all.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callQuery } from '../../api/recordings';
import type { DispositionCheck as Check } from '../../api/types';
import { CorrectionBar, DispositionCheck } from '../review/DispositionCheck';
import type { MovedKeys } from '../review/keys';
import type { Dispositions } from '../review/useDisposition';
import { useKeys } from '../review/useKeys';

type Props = {
  callId: string;
  check: { said: Check | null; say: (said: Check) => void };
  /** The keys that somebody moved. */
  moved: MovedKeys;
};

export function DispositionPart({ callId, check: { said, say }, moved }: Props) {
  const { t } = useTranslation();
  const call = useQuery(callQuery(callId));
  const [isCorrecting, setIsCorrecting] = useState(false);
  const check: Dispositions = {
    said,
    right: () => {
      setIsCorrecting(false);
      say({ right: true, corrected: null });
    },
    wrong: () => {
      if (said?.right !== false) say({ right: false, corrected: null });
      setIsCorrecting(true);
    },
    correct: (corrected) => {
      say({ right: false, corrected: corrected.trim() || null });
    },
    stored: () => Promise.resolve(),
  };
  useKeys((deed) => {
    const command = 'command' in deed ? deed.command : null;
    if (command === 'disposition_right') check.right();
    else if (command === 'disposition_wrong') check.wrong();
    else return false;
    return true;
  }, moved);
  return (
    <div>
      <span className="muted">{t('results:evaluation.disposition')}: </span>
      <DispositionCheck disposition={call.data?.disposition ?? null} check={check} />
      {isCorrecting && (
        <CorrectionBar
          check={check}
          onClose={() => {
            setIsCorrecting(false);
          }}
        />
      )}
    </div>
  );
}
