// Where files and folders are dropped, or chosen by a press.
import { FolderOpenOutlined, InboxOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type DragEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chosen, dropped, type DroppedFile, FILES_MOST, type Sorted, sorted } from './dropped';
import styles from './upload.module.css';

const ACCEPTED =
  'audio/*,.wav,.mp3,.flac,.ogg,.oga,.opus,.m4a,.mp4,.webm,.aiff,.aif,.amr,.gsm,.au,.ulaw,.alaw,.sln,.json';

type Props = { onFiles: (files: Sorted) => void };

export function DropZone({ onFiles }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const folder = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const [others, setOthers] = useState(0);
  const [isFull, setIsFull] = useState(false);

  function take(files: readonly DroppedFile[]) {
    const found = sorted(files.slice(0, FILES_MOST));
    setOthers(found.others);
    setIsFull(files.length >= FILES_MOST);
    onFiles(found);
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
        void dropped(event.dataTransfer).then(take);
      }}
    >
      <input
        id={id}
        type="file"
        multiple
        className="visually-hidden"
        accept={ACCEPTED}
        onChange={(event) => {
          take(chosen(event.target.files));
          // The same file may be chosen again after it was removed from the list.
          event.target.value = '';
        }}
      />
      <input
        ref={folder}
        type="file"
        hidden
        aria-hidden
        data-testid="folder"
        // @ts-expect-error every browser knows it, React's types do not
        webkitdirectory=""
        onChange={(event) => {
          take(chosen(event.target.files));
          event.target.value = '';
        }}
      />
      <label htmlFor={id}>
        <InboxOutlined aria-hidden />
        <span>{t('upload:drop')}</span>
      </label>
      <Button
        type="link"
        icon={<FolderOpenOutlined aria-hidden />}
        onClick={() => {
          folder.current?.click();
        }}
      >
        {t('upload:choose_folder')}
      </Button>
      {others > 0 && (
        <p role="status" className="tone tone-warning">
          {t('upload:left_out', { count: others })}
        </p>
      )}
      {isFull && (
        <p role="status" className="tone tone-warning">
          {t('upload:too_many', { count: FILES_MOST })}
        </p>
      )}
    </div>
  );
}
