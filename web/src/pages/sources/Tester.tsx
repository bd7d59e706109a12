// Tries out what would be made of a name and a sidecar. Nothing is stored.
import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type SourceDocument, trySource } from '../../api/sources';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Labelled, ProblemText } from './Labelled';
import { problemsOf } from './problems';
import styles from './sources.module.css';
import { TrialResult } from './TrialResult';

/** `settings`: what is being edited, tried before it is saved; null: what is stored. */
type Props = { sourceId: string; settings: SourceDocument | null };

export function Tester({ sourceId, settings }: Props) {
  const { t } = useTranslation();
  const [names, setNames] = useState('');
  const [sidecar, setSidecar] = useState('');
  const trying = useMutation({
    mutationFn: () =>
      trySource(sourceId, {
        names: names
          .split('\n')
          .map((name) => name.trim())
          .filter((name) => name !== ''),
        sidecar: sidecar.trim() === '' ? null : sidecar,
        settings,
      }),
  });
  const problems = problemsOf(trying.error);
  return (
    <div>
      <p className={styles.hint}>{t('sources:tester.hint')}</p>
      <Labelled name={t('sources:tester.names')}>
        {(id) => (
          <Input.TextArea
            id={id}
            autoSize={{ minRows: 2, maxRows: 8 }}
            spellCheck={false}
            placeholder={t('sources:tester.names_example')}
            value={names}
            onChange={(event) => {
              setNames(event.target.value);
            }}
          />
        )}
      </Labelled>
      <Labelled name={t('sources:tester.sidecar')}>
        {(id) => (
          <Input.TextArea
            id={id}
            autoSize={{ minRows: 2, maxRows: 12 }}
            spellCheck={false}
            placeholder={'{"uniqueid": "1743042317.12206"}'}
            value={sidecar}
            onChange={(event) => {
              setSidecar(event.target.value);
            }}
          />
        )}
      </Labelled>
      <Button
        loading={trying.isPending}
        onClick={() => {
          trying.mutate();
        }}
      >
        {t('sources:tester.try')}
      </Button>
      {trying.error && <ErrorNotice error={trying.error} />}
      {problems.map((problem) => (
        <ProblemText key={`${problem.path} ${problem.code}`} problem={problem} />
      ))}
      <div aria-live="polite">
        {trying.data?.items.map((trial, place) => (
          <TrialResult key={`${String(place)} ${trial.name ?? ''}`} trial={trial} />
        ))}
      </div>
    </div>
  );
}
