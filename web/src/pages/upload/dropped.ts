// What people drop: files, and folders with everything below them; recordings, what lies beside them,
// and what is neither.

/** A file, and where it lay: its name, with the folders above it where they are known. */
export type DroppedFile = { file: File; path: string };

export type Sorted = {
  audio: DroppedFile[];
  /** JSON files that may say something of a recording. */
  sidecars: DroppedFile[];
  /** How many files are neither. */
  others: number;
};

/** How many files a folder gives at most; whoever has more uses the command line or a watch folder. */
export const FILES_MOST = 5000;

const AUDIO =
  /\.(wav|wave|mp3|flac|ogg|oga|opus|m4a|mp4|aac|aiff?|webm|amr|gsm|au|vox|v3|wma|ulaw|alaw|sln)$/i;

export function sorted(files: readonly DroppedFile[]): Sorted {
  const audio = files.filter(({ file }) => file.type.startsWith('audio/') || AUDIO.test(file.name));
  const sidecars = files.filter(({ file }) => /\.json$/i.test(file.name));
  return { audio, sidecars, others: files.length - audio.length - sidecars.length };
}

/** The path without its last ending: what a recording and the file beside it have in common. */
export function stemOf(path: string): string {
  return path.replace(/\.[^./]*$/, '').toLowerCase();
}

/** The files that were chosen by an input; with the folders where a folder was chosen. */
export function chosen(files: FileList | null): DroppedFile[] {
  return [...(files ?? [])].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

/** The files that were dropped, and those in dropped folders. Ask at once: the browser forgets. */
export async function dropped(transfer: DataTransfer): Promise<DroppedFile[]> {
  const entries = [...transfer.items]
    .filter((item) => item.kind === 'file')
    .map((item) => item.webkitGetAsEntry());
  if (entries.some((entry) => entry === null)) return chosen(transfer.files);
  const found: DroppedFile[] = [];
  for (const entry of entries) if (entry) await walk(entry, found);
  return found;
}

async function walk(entry: FileSystemEntry, found: DroppedFile[]): Promise<void> {
  if (found.length >= FILES_MOST) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => {
      (entry as FileSystemFileEntry).file(resolve, reject);
    });
    found.push({ file, path: entry.fullPath.replace(/^\//, '') });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A reader gives at most a hundred at a time, and none at the end.
    const page = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (page.length === 0) return;
    for (const below of page) await walk(below, found);
  }
}
