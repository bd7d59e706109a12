// The outline of a card: sections and items in order, moved by the mouse, or by the keyboard with
// Alt and the arrows, or lifted with Space.
import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { DeleteOutlined, HolderOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardProblem } from '../../api/cards';
import type { CardDefinition } from '../../api/types';
import { useWorded } from '../../i18n/words';
import { numberText } from '../../scorecard/sheet';
import styles from './builder.module.css';
import {
  addQuestion,
  addSection,
  type Draft,
  dropped,
  idOf,
  type Move,
  removeAt,
  rowsOf,
  sameSpot,
  type Spot,
  spotOfPath,
  stepped,
} from './definition';

type Props = {
  draft: Draft;
  /** The checked card, for what each item is worth; null while there are mistakes. */
  card: CardDefinition | null;
  problems: readonly CardProblem[];
  chosen: Spot;
  onChoose: (spot: Spot) => void;
  onChange: (draft: Draft) => void;
};

type Row = ReturnType<typeof rowsOf>[number];

export function Outline({ draft, card, problems, chosen, onChoose, onChange }: Props) {
  const { t } = useTranslation();
  const rows = rowsOf(draft);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 5 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const nameOf = useRowName(draft);
  const settle = (move: Move | null) => {
    if (!move || move.draft === draft) return;
    onChange(move.draft);
    onChoose(move.spot);
  };
  const nameById = (id: unknown) => {
    const row = rows.find((one) => idOf(one) === id);
    return row ? nameOf(row) : '';
  };
  return (
    <nav className={styles.outline} aria-label={t('cards:build.outline')}>
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        accessibility={{
          screenReaderInstructions: { draggable: t('cards:build.drag_hint') },
          announcements: {
            onDragStart: ({ active }) => t('cards:build.lifted', { name: nameById(active.id) }),
            onDragOver: ({ over }) => (over ? t('cards:build.over', { name: nameById(over.id) }) : undefined),
            onDragEnd: ({ active }) => t('cards:build.dropped', { name: nameById(active.id) }),
            onDragCancel: () => t('cards:build.put_back'),
          },
        }}
        onDragEnd={({ active, over }: DragEndEvent) => {
          settle(over ? dropped(draft, String(active.id), String(over.id)) : null);
        }}
      >
        <SortableContext items={rows.map(idOf)} strategy={verticalListSortingStrategy}>
          <ul>
            {rows.map((row) => (
              <OutlineRow
                key={idOf(row)}
                row={row}
                name={nameOf(row)}
                worth={worthOf(card, draft, row)}
                wrong={problems.filter(({ path }) => sameSpot(spotOfPath(path), row)).length}
                isChosen={sameSpot(row, chosen)}
                onChoose={() => {
                  onChoose(row);
                }}
                onStep={(by) => {
                  settle(stepped(draft, row, by));
                }}
                onRemove={() => {
                  onChange(removeAt(draft, row));
                  onChoose({ kind: 'card' });
                }}
                onAdd={
                  row.kind === 'section'
                    ? () => {
                        const place = draft.sections[row.section]?.questions.length ?? 0;
                        onChange(addQuestion(draft, row.section));
                        onChoose({ kind: 'question', section: row.section, question: place });
                      }
                    : null
                }
              />
            ))}
          </ul>
        </SortableContext>
      </DndContext>
      <Button
        icon={<PlusOutlined aria-hidden />}
        onClick={() => {
          onChange(addSection(draft));
          onChoose({ kind: 'section', section: draft.sections.length });
        }}
      >
        {t('cards:build.add_section')}
      </Button>
    </nav>
  );
}

function useRowName(draft: Draft): (row: Row) => string {
  const worded = useWorded();
  return (row) => {
    const section = draft.sections[row.section];
    const part = row.kind === 'section' ? section : section?.questions[row.question];
    return worded(part?.title) || part?.key || '';
  };
}

/** 分值: what the item, or the section, is worth of 100. */
function worthOf(card: CardDefinition | null, draft: Draft, row: Row): number | null {
  const key = draft.sections[row.section]?.key;
  const section = card?.sections.find((one) => one.key === key);
  if (!section || card?.method !== 'weighted') return null;
  if (row.kind === 'section') return section.questions.reduce((sum, { share }) => sum + share, 0);
  const question = draft.sections[row.section]?.questions[row.question]?.key;
  return section.questions.find((one) => one.key === question)?.share ?? null;
}

type RowProps = {
  row: Row;
  name: string;
  worth: number | null;
  wrong: number;
  isChosen: boolean;
  onChoose: () => void;
  onStep: (by: -1 | 1) => void;
  onRemove: () => void;
  onAdd: (() => void) | null;
};

function OutlineRow({ row, name, worth, wrong, isChosen, onChoose, onStep, onRemove, onAdd }: RowProps) {
  const { t } = useTranslation();
  const sortable = useSortable({ id: idOf(row) });
  const { setNodeRef, transform, transition, isDragging, attributes, listeners, setActivatorNodeRef } =
    sortable;
  const keys = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    onStep(event.key === 'ArrowUp' ? -1 : 1);
  };
  const classes = [
    styles.row,
    row.kind === 'section' ? styles.sectionRow : '',
    isChosen ? styles.chosen : '',
  ];
  return (
    <li
      ref={setNodeRef}
      className={classes.join(' ')}
      style={{ transform: CSS.Translate.toString(transform), transition, opacity: isDragging ? 0.5 : 1 }}
    >
      <button
        type="button"
        ref={setActivatorNodeRef}
        className={styles.handle}
        {...attributes}
        {...listeners}
        aria-label={t('cards:build.move', { name })}
      >
        <HolderOutlined />
      </button>
      <button
        type="button"
        className={styles.name}
        data-outline={isChosen ? 'chosen' : undefined}
        aria-current={isChosen || undefined}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
        onClick={onChoose}
        onKeyDown={keys}
      >
        <span>{name}</span>
        {wrong > 0 && <span className="tone tone-bad">{t('cards:build.problems', { count: wrong })}</span>}
      </button>
      {worth !== null && (
        <span className={`number ${styles.worth ?? ''}`} title={t('cards:build.worth')}>
          {numberText(worth)}
        </span>
      )}
      {onAdd && (
        <Button
          type="text"
          size="small"
          icon={<PlusOutlined aria-hidden />}
          aria-label={t('cards:build.add_item', { name })}
          title={t('cards:build.add_item', { name })}
          onClick={onAdd}
        />
      )}
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        aria-label={t('cards:build.remove', { name })}
        title={t('cards:build.remove', { name })}
        onClick={onRemove}
      />
    </li>
  );
}
