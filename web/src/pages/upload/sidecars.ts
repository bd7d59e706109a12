// What lies beside a recording: `call.json` beside `call.wav`, in the same folder, says what is known
// of the call.
import { ApiProblem } from '../../api/problem';
import type { CallMetadata } from '../../api/types';
import { type DroppedFile, stemOf } from './dropped';
import { isOpen, type Sidecar, type Upload } from './uploads';

/** The largest such file, in bytes; the server takes no more either. */
const BYTES_MOST = 1024 * 1024;

/** Which of the files belongs to which upload that has none and may still change. */
export function sidecarsFor(
  uploads: readonly Upload[],
  files: readonly DroppedFile[],
): [key: string, file: DroppedFile][] {
  const byStem = new Map(files.map((file) => [stemOf(file.path), file]));
  return uploads.flatMap((upload): [string, DroppedFile][] => {
    const file = byStem.get(stemOf(upload.path));
    return file && isOpen(upload) && upload.sidecar?.name !== file.path ? [[upload.key, file]] : [];
  });
}

/** Reads such a file; throws the problem that the server would have with it. */
export async function readSidecar({ file, path }: DroppedFile): Promise<Sidecar> {
  if (file.size > BYTES_MOST) throw new ApiProblem('metadata_too_large', { limit: String(BYTES_MOST) });
  try {
    const read: unknown = JSON.parse(await file.text());
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) {
      return { name: path, metadata: read as CallMetadata };
    }
  } catch {
    // Said below.
  }
  throw new ApiProblem('sidecar_not_json', { file: path });
}
