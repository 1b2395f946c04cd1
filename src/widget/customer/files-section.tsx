import { useMemo, useRef } from 'preact/hooks';
import type { UploadKind } from '../../wire/upload.ts';
import { errorText } from '../error-text.ts';
import type { UploadMessages } from '../i18n/en/optional-sections.ts';
import type { Format } from '../i18n/format.ts';
import { customerDraft, type UploadState } from './customer-draft.ts';
import { FILE_FIELD_PATHS } from './customer-input.ts';
import { CheckboxField, errorMessage, type OptionalSectionProps } from './field-binding.tsx';
import { createUploadActions, type UploadActions } from './uploads.ts';

/** The documents that suppliers ask for: the latest bill, and the certificate of a tax-exempt customer. */
export function FilesSection({ context, store, messages, optionalMessages }: OptionalSectionProps) {
  const { format } = context;
  const { uploads: fileMessages } = optionalMessages;
  const files = customerDraft(context).files.value;
  const actions = useMemo(() => createUploadActions(context), [context]);
  const { exempt } = store.input.value;
  const errors = store.errors.value;
  const field = (kind: UploadKind) => {
    const file = files[kind];
    const errorCode = file?.state === 'failed' ? file.errorCode : errors[FILE_FIELD_PATHS[kind]];
    return {
      kind,
      file,
      error:
        errorCode === 'quota_reached'
          ? errorText(context, errorCode)
          : (errorMessage(fileMessages.errors, errorCode) ?? errorMessage(messages.errors, errorCode)),
      messages: fileMessages,
      format,
    };
  };
  /** Returns the actions for one file. Each action also clears the server error that is shown for the file. */
  const actionsFor = (kind: UploadKind): UploadActions => ({
    upload(_, file) {
      if (kind === 'tax_exemption') store.setChecked('exempt', true);
      store.clearFileError(FILE_FIELD_PATHS[kind]);
      return actions.upload(kind, file);
    },
    retry() {
      store.clearFileError(FILE_FIELD_PATHS[kind]);
      actions.retry(kind);
    },
    remove() {
      store.clearFileError(FILE_FIELD_PATHS[kind]);
      actions.remove(kind);
    },
  });
  return (
    <>
      <p class="text-muted">{fileMessages.intro}</p>
      <FileField
        {...field('latest_bill')}
        label={fileMessages.latestBill}
        hint={fileMessages.latestBillHint}
        optional={context.catalog.app.optional}
        actions={actionsFor('latest_bill')}
      />
      <CheckboxField
        store={store}
        name="exempt"
        label={fileMessages.taxExempt}
        onChange={(isChecked) => {
          // Without the exemption, no certificate is needed.
          if (!isChecked) actionsFor('tax_exemption').remove('tax_exemption');
        }}
      />
      {(exempt || errors[FILE_FIELD_PATHS.tax_exemption]) && (
        <FileField
          {...field('tax_exemption')}
          label={fileMessages.certificate}
          hint={fileMessages.certificateHint}
          actions={actionsFor('tax_exemption')}
        />
      )}
    </>
  );
}

/** `image/*` makes phones offer the camera. The server checks the actual type of the content. */
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

/** A file that the customer selects, drops or photographs, shown with its upload progress and actions. */
function FileField(props: FileFieldProps) {
  const { kind, label, hint, optional, file, error, actions, messages, format } = props;
  const name = FILE_FIELD_PATHS[kind];
  const fileInput = useRef<HTMLInputElement>(null);
  const remove = () => {
    actions.remove(kind);
    // The button that has the focus is removed together with the file.
    fileInput.current?.focus();
  };
  return (
    <div class="field file-field">
      <label id={`${name}-label`} for={name}>
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
            aria-labelledby={`${name}-label ${name}-action`}
            aria-describedby={`${name}-note`}
            onChange={(event) => {
              const [chosen] = event.currentTarget.files ?? [];
              if (chosen) actions.upload(kind, chosen);
              // Without this reset, selecting the same file again would not fire a change event.
              event.currentTarget.value = '';
            }}
          />
          <span id={`${name}-action`} aria-hidden="true">
            {file ? messages.chooseAnother : messages.choose}
          </span>
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
      <p id={`${name}-note`} class="field-note field-note-hint">
        {/* An upload can fail while another control has the focus. */}
        <span role="status">{error && <span class="field-note-error">{error}</span>}</span>
        {!error && <span>{hint}</span>}
      </p>
    </div>
  );
}

const isRetryable = (file: UploadState): boolean =>
  file.state === 'uploaded' || (file.state === 'failed' && !NON_RETRYABLE_CODES.includes(file.errorCode));
const NON_RETRYABLE_CODES: readonly string[] = ['file_too_large', 'file_type_unsupported', 'file_empty'];

/** @example formatSize(1_234_567, format) // '1.2 MB' */
const formatSize = (bytes: number, format: Format): string =>
  bytes < 100_000 ? `${format.number(Math.ceil(bytes / 1_000))} kB` : `${format.number((bytes / 1e6).toFixed(1))} MB`;
