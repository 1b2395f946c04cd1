import { useRef } from 'preact/hooks';
import type { UploadKind } from '../../wire/upload.ts';
import type { UploadMessages } from '../i18n/en/uploads.ts';
import type { Format } from '../i18n/format.ts';
import { FILE_FIELD_PATHS } from './field-paths.ts';
import type { UploadState } from './upload-state.ts';
import type { UploadActions } from './uploads.ts';

/** `image/*` lets a phone offer its camera; what a file is, the server sees by its content. */
const ACCEPTED_TYPES = 'application/pdf,image/*,.heic,.heif';

interface FileFieldProps {
  readonly kind: UploadKind;
  readonly label: string;
  readonly hint: string;
  readonly optional?: string | undefined;
  readonly file: UploadState | undefined;
  readonly error: string | undefined;
  readonly actions: UploadActions;
  readonly messages: UploadMessages;
  readonly format: Format;
}

/** A file to hand in: chosen, dropped or photographed; how far it has come; and the ways to mend it. */
export function FileField(props: FileFieldProps) {
  const { kind, label, hint, optional, file, error, actions, messages, format } = props;
  const name = FILE_FIELD_PATHS[kind];
  const fileInput = useRef<HTMLInputElement>(null);
  const remove = () => {
    actions.remove(kind);
    // The button that had the focus goes with the file.
    fileInput.current?.focus();
  };
  return (
    <div class="field file-field">
      <label for={name}>
        {label}
        {optional && <span class="text-muted"> ({optional})</span>}
      </label>
      <p class="file-field-status" role="status">
        {file && messages.states[file.state](file.file.name, formatSize(file.file.size, format))}
      </p>
      {file?.state === 'sending' && <progress aria-label={messages.progress} max={1} value={file.progress} />}
      <div class="file-field-actions">
        <span class="button file-picker">
          <input
            ref={fileInput}
            type="file"
            id={name}
            name={name}
            accept={ACCEPTED_TYPES}
            aria-invalid={error ? 'true' : undefined}
            aria-describedby={`${name}-note`}
            onChange={(event) => {
              const [chosen] = event.currentTarget.files ?? [];
              if (chosen) actions.upload(kind, chosen);
              // The same file may be chosen again.
              event.currentTarget.value = '';
            }}
          />
          <span aria-hidden="true">{file ? messages.chooseAnother : messages.choose}</span>
        </span>
        {file && error && isRetryable(file) && (
          <button type="button" onClick={() => actions.retry(kind)}>
            {messages.retry}
          </button>
        )}
        {file && (
          <button type="button" onClick={remove}>
            {file.state === 'sending' ? messages.cancel : messages.remove}
          </button>
        )}
      </div>
      <p id={`${name}-note`} class={`field-note field-note-${error ? 'error' : 'hint'}`} aria-live="polite">
        {error || hint}
      </p>
    </div>
  );
}

/** Whether sending the same file once more may help. */
const isRetryable = (file: UploadState): boolean =>
  file.state === 'kept' || (file.state === 'failed' && !NON_RETRYABLE_CODES.includes(file.errorCode));
const NON_RETRYABLE_CODES: readonly string[] = ['file_too_large', 'file_type_unsupported', 'file_empty'];

/** @example sizeText(1_234_567, format) // '1.2 MB' */
const formatSize = (bytes: number, format: Format): string =>
  bytes < 100_000 ? `${format.number(Math.ceil(bytes / 1_000))} kB` : `${format.number((bytes / 1e6).toFixed(1))} MB`;
