import { useMemo } from 'preact/hooks';
import type { UploadKind } from '../../wire/upload.ts';
import type { UploadMessages } from '../i18n/en/uploads.ts';
import { CheckboxField } from './checkbox-field.tsx';
import { errorMessage } from './error-message.ts';
import type { SectionProps } from './field-binding.ts';
import { FILE_FIELD_PATHS } from './field-paths.ts';
import { FileField } from './file-field.tsx';
import { createUploadActions, type UploadActions } from './uploads.ts';

interface FilesSectionProps extends SectionProps {
  readonly fileMessages: UploadMessages;
}

/** What suppliers ask to see: the latest bill, and the certificate of who pays no tax. */
export function FilesSection({ context, store, messages, fileMessages }: FilesSectionProps) {
  const { format } = context;
  const files = context.files.value;
  const actions = useMemo(() => createUploadActions(context), [context]);
  const { exempt } = store.input.value;
  const errors = store.errors.value;
  const field = (kind: UploadKind) => {
    const file = files[kind];
    const errorCode = file?.state === 'failed' ? file.errorCode : errors[FILE_FIELD_PATHS[kind]];
    return {
      kind,
      file,
      error: errorMessage({ ...messages.errors, ...fileMessages.errors }, errorCode),
      messages: fileMessages,
      format,
    };
  };
  /** What the server said of the last file is not true of the next. */
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
          // Who is not exempt has no certificate either.
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
