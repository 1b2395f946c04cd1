import { useRef } from 'preact/hooks';
import type { UploadKind } from '../../wire/upload.ts';
import type { FileTexts } from '../i18n/en/files.ts';
import type { Format } from '../i18n/format.ts';
import type { FileState } from './file-state.ts';
import type { FileActions } from './files.ts';
import { filePointers } from './pointer.ts';

/** `image/*` lets a phone offer its camera; what a file is, the server sees by its content. */
const accepted = 'application/pdf,image/*,.heic,.heif';

interface FileFieldProps {
  readonly kind: UploadKind;
  readonly label: string;
  readonly hint: string;
  readonly optional?: string | undefined;
  readonly file: FileState | undefined;
  readonly error: string | undefined;
  readonly actions: FileActions;
  readonly texts: FileTexts;
  readonly format: Format;
}

/** A file to hand in: chosen, dropped or photographed; how far it has come; and the ways to mend it. */
export function FileField(props: FileFieldProps) {
  const { kind, label, hint, optional, file, error, actions, texts, format } = props;
  const name = filePointers[kind];
  const picker = useRef<HTMLInputElement>(null);
  const remove = () => {
    actions.remove(kind);
    // The button that had the focus goes with the file.
    picker.current?.focus();
  };
  return (
    <div class="field file">
      <label for={name}>
        {label}
        {optional && <span class="muted"> ({optional})</span>}
      </label>
      <p class="got" role="status">
        {file && texts.states[file.state](file.file.name, sizeText(file.file.size, format))}
      </p>
      {file?.state === 'sending' && <progress aria-label={texts.progress} max={1} value={file.sent} />}
      <div class="file-actions">
        <span class="button pick">
          <input
            ref={picker}
            type="file"
            id={name}
            name={name}
            accept={accepted}
            aria-invalid={error ? 'true' : undefined}
            aria-describedby={`${name}-note`}
            onChange={(event) => {
              const [chosen] = event.currentTarget.files ?? [];
              if (chosen) actions.choose(kind, chosen);
              // The same file may be chosen again.
              event.currentTarget.value = '';
            }}
          />
          <span aria-hidden="true">{file ? texts.chooseAnother : texts.choose}</span>
        </span>
        {file && error && mayArrive(file) && (
          <button type="button" onClick={() => actions.retry(kind)}>
            {texts.again}
          </button>
        )}
        {file && (
          <button type="button" onClick={remove}>
            {file.state === 'sending' ? texts.cancel : texts.remove}
          </button>
        )}
      </div>
      <p id={`${name}-note`} class={`note ${error ? 'error' : 'hint'}`} aria-live="polite">
        {error || hint}
      </p>
    </div>
  );
}

/** Whether sending the same file once more may help. */
const mayArrive = (file: FileState): boolean =>
  file.state === 'kept' || (file.state === 'failed' && !hopeless.includes(file.why));
const hopeless: readonly string[] = ['file_too_large', 'file_type_unsupported', 'file_empty'];

/** @example sizeText(1_234_567, format) // '1.2 MB' */
const sizeText = (bytes: number, format: Format): string =>
  bytes < 100_000 ? `${format.number(Math.ceil(bytes / 1_000))} kB` : `${format.number((bytes / 1e6).toFixed(1))} MB`;
