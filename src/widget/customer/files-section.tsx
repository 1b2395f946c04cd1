import type { UploadKind } from '../../wire/upload.ts';
import type { Format } from '../i18n/format.ts';
import { faultWords } from './fault-words.ts';
import { FileField } from './file-field.tsx';
import type { Files } from './file-state.ts';
import type { FileActions } from './files.ts';
import { filePointers } from './pointer.ts';
import type { SectionProps } from './section-props.ts';
import { TickField } from './tick-field.tsx';

interface FilesSectionProps extends SectionProps {
  readonly files: Files;
  readonly actions: FileActions;
  readonly format: Format;
}

/** What suppliers ask to see: the latest bill, and the certificate of who pays no tax. */
export function FilesSection({ model, texts, optional, files, actions, format }: FilesSectionProps) {
  const { exempt } = model.input.value;
  const faults = model.faults.value;
  const field = (kind: UploadKind) => {
    const file = files[kind];
    const fault = file?.state === 'failed' ? { code: file.why } : faults[filePointers[kind]];
    return { kind, file, error: faultWords(texts, fault), texts: texts.files, format };
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
      <h2>{texts.files.heading}</h2>
      <p class="muted">{texts.files.intro}</p>
      <FileField
        {...field('latest_bill')}
        label={texts.files.latestBill}
        hint={texts.files.latestBillHint}
        optional={optional}
        actions={changing('latest_bill')}
      />
      <TickField
        name="exempt"
        label={texts.files.exempt}
        ticked={exempt}
        onTick={(ticked) => {
          model.tick('exempt', ticked);
          // Who is not exempt has no certificate either.
          if (!ticked) changing('tax_exemption').remove('tax_exemption');
        }}
      />
      {(exempt || faults[filePointers.tax_exemption]) && (
        <FileField
          {...field('tax_exemption')}
          label={texts.files.certificate}
          hint={texts.files.certificateHint}
          actions={changing('tax_exemption')}
        />
      )}
    </>
  );
}
