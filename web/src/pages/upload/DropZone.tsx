// Where files are dropped, or chosen by a press.
import { InboxOutlined } from '@ant-design/icons';
import { type DragEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './upload.module.css';
import { audioAmong } from './uploads';

export function DropZone({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [isOver, setIsOver] = useState(false);
  const [leftOut, setLeftOut] = useState(0);

  function take(files: FileList | null) {
    const all = [...(files ?? [])];
    const audio = audioAmong(all);
    setLeftOut(all.length - audio.length);
    if (audio.length > 0) onFiles(audio);
  }

  function onDrag(event: DragEvent, over: boolean) {
    event.preventDefault();
    setIsOver(over);
  }

  return (
    <div
      className={isOver ? `${styles.zone} ${styles.over}` : styles.zone}
      onDragOver={(event) => {
        onDrag(event, true);
      }}
      onDragLeave={(event) => {
        onDrag(event, false);
      }}
      onDrop={(event) => {
        onDrag(event, false);
        take(event.dataTransfer.files);
      }}
    >
      <input
        id={id}
        type="file"
        multiple
        className="visually-hidden"
        accept="audio/*,.wav,.mp3,.flac,.ogg,.opus,.m4a,.amr,.gsm,.au"
        onChange={(event) => {
          take(event.target.files);
          // The same file may be chosen again after it was removed from the list.
          event.target.value = '';
        }}
      />
      <label htmlFor={id}>
        <InboxOutlined aria-hidden />
        <span>{t('upload:drop')}</span>
      </label>
      {leftOut > 0 && (
        <p role="status" className="tone tone-warning">
          {t('upload:left_out', { count: leftOut })}
        </p>
      )}
    </div>
  );
}
