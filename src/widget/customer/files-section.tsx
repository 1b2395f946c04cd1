import { useMemo } from 'preact/hooks';
import type { UploadKind } from '../../wire/upload.ts';
import type { FileTexts } from '../i18n/en/files.ts';
import { faultWords } from './fault-words.ts';
import { FileField } from './file-field.tsx';
import { createFileActions, type FileActions } from './files.ts';
import { filePointers } from './pointer.ts';
import type { SectionProps } from './section-props.ts';
import { TickField } from './tick-field.tsx';

interface FilesSectionProps extends SectionProps {
  readonly words: FileTexts;
}

/** What suppliers ask to see: the latest bill, and the certificate of who pays no tax. */
export function FilesSection({ shopper, model, texts, words }: FilesSectionProps) {
  const { format, language } = shopper;
  const files = shopper.files.value;
  const actions = useMemo(() => createFileActions(shopper), [shopper]);
  const { exempt } = model.input.value;
  const faults = model.faults.value;
  const field = (kind: UploadKind) => {
    const file = files[kind];
    const fault = file?.state === 'failed' ? file.why : faults[filePointers[kind]];
    return { kind, file, error: faultWords({ ...texts.errors, ...words.errors }, fault), texts: words, format };
  };
  /** What the server said of the last file is not true of the next. */
  const changing = (kind: UploadKind): FileActions => ({
    choose(_, file) {
      if (kind === 'tax_exemption') model.tick('exempt', true);
      model.fileChanged(filePointers[kind]);
      return actions.choose(kind, file);
    },
    retry() {
      model.fileChanged(filePointers[kind]);
      actions.retry(kind);
    },
    remove() {
      model.fileChanged(filePointers[kind]);
      actions.remove(kind);
    },
  });
  return (
    <>
      <p class="muted">{words.intro}</p>
      <FileField
        {...field('latest_bill')}
        label={words.latestBill}
        hint={words.latestBillHint}
        optional={language.shell.optional}
        actions={changing('latest_bill')}
      />
      <TickField
        model={model}
        name="exempt"
        label={words.exempt}
        onTick={(ticked) => {
          // Who is not exempt has no certificate either.
          if (!ticked) changing('tax_exemption').remove('tax_exemption');
        }}
      />
      {(exempt || faults[filePointers.tax_exemption]) && (
        <FileField
          {...field('tax_exemption')}
          label={words.certificate}
          hint={words.certificateHint}
          actions={changing('tax_exemption')}
        />
      )}
    </>
  );
}
