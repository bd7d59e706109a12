// The roles of a person: held, held before, given.
import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { endRole, giveRole, projectsQuery } from '../../api/people';
import type { PersonFile } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useCoded } from '../../i18n/words';
import { roleSpells } from './history';
import styles from './people.module.css';
import { mayBeLimited, useRoleOptions } from './roles';
import { SpellList } from './SpellList';
import { useChange } from './useChange';

export function RolesSection({ person }: { person: PersonFile }) {
  const { t } = useTranslation();
  const coded = useCoded();
  const end = useChange((grantId: string) => endRole(person.id, grantId));
  return (
    <section className={styles.section}>
      <h2>{t('people:section.roles')}</h2>
      {end.error && <ErrorNotice error={end.error} />}
      <SpellList
        lines={roleSpells(person).map(({ key, role, project, from, until, now }) => ({
          key,
          from,
          until,
          what: (
            <>
              {coded('role', role)}
              {project && <span className={styles.mark}>{project.name}</span>}
            </>
          ),
          end: now && {
            question: t('people:confirm.end_role'),
            onEnd: () => {
              end.mutate(now.id);
            },
          },
        }))}
      />
      {person.retired_at === null && <GiveRole person={person} />}
    </section>
  );
}

function GiveRole({ person }: { person: PersonFile }) {
  const { t } = useTranslation();
  const [role, setRole] = useState<string>();
  const [project, setProject] = useState<string>();
  const options = useRoleOptions();
  const projects = useQuery(projectsQuery).data?.items ?? [];
  const give = useChange(
    (given: string) =>
      giveRole(person.id, { role: given, project_id: mayBeLimited(given) ? (project ?? null) : null }),
    {
      onDone: () => {
        setRole(undefined);
        setProject(undefined);
      },
    },
  );
  return (
    <>
      {give.error && <ErrorNotice error={give.error} />}
      <div className={styles.inline}>
        <Select
          style={{ width: 150 }}
          aria-label={t('people:field.role')}
          placeholder={t('people:field.role')}
          value={role ?? null}
          options={options}
          onChange={setRole}
        />
        {mayBeLimited(role) && (
          <Select
            style={{ width: 200 }}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            aria-label={t('people:field.project')}
            placeholder={t('people:hint.role_project')}
            value={project ?? null}
            options={projects
              .filter(({ retired_at }) => retired_at === null)
              .map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id: string | undefined) => {
              setProject(id);
            }}
          />
        )}
        <Button
          disabled={role === undefined}
          loading={give.isPending}
          onClick={() => {
            if (role !== undefined) give.mutate(role);
          }}
        >
          {t('people:action.give')}
        </Button>
      </div>
    </>
  );
}
