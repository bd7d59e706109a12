// Uploads that were begun before and broke off: by a reload, on another machine. A browser may not
// read a file again by itself, so the page asks for it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { UploadStanding } from '../../api/types';
import { giveUpUpload, openUploads } from '../../api/uploads';
import { useProblemWords } from '../../components/ErrorNotice';
import type { Upload } from './uploads';
import styles from './upload.module.css';

const OPEN_UPLOADS = ['uploads', 'open'];

export function Leftovers({ uploads }: { uploads: readonly Upload[] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: open = [] } = useQuery({ queryKey: OPEN_UPLOADS, queryFn: openUploads });
  const wordsOf = useProblemWords();
  const discard = useMutation({
    mutationFn: giveUpUpload,
    onSettled: () => client.invalidateQueries({ queryKey: OPEN_UPLOADS }),
  });
  const here = new Set(uploads.map((upload) => upload.key));
  const left = open.filter(({ fingerprint }) => !fingerprint || !here.has(fingerprint));
  if (left.length === 0) return null;
  return (
    <Alert
      type="info"
      className={styles.leftovers ?? ''}
      title={t('upload:leftovers', { count: left.length })}
      description={
        <>
          <p>{t('upload:leftovers_hint')}</p>
          <ul>
            {left.map((upload) => (
              <li key={upload.id}>
                <span className={styles.name}>{upload.file_name ?? t('upload:without_name')}</span>
                <span className="muted">{howFar(upload)}</span>
                {upload.state === 'receiving' ? (
                  <Button
                    size="small"
                    aria-label={t('upload:discard_file', { file: upload.file_name ?? '' })}
                    onClick={() => {
                      discard.mutate(upload.id);
                    }}
                  >
                    {t('upload:discard')}
                  </Button>
                ) : (
                  <span className="muted">{t('upload:state.storing')}</span>
                )}
              </li>
            ))}
          </ul>
          {discard.isError && <p role="alert">{wordsOf(discard.error)}</p>}
        </>
      }
    />
  );
}

function howFar({ received, length }: UploadStanding): string {
  return `${String(Math.floor((received / length) * 100))} %`;
}
