import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Alert } from '../components/alert.tsx';
import { type ErrorKind, toErrorKind } from '../error-kind.ts';
import type { LocationImportMessages } from '../i18n/en/location-import.ts';
import type { Format } from '../i18n/format.ts';
import type { PanelProps } from '../quote-form/panel-props.ts';
import { encodeLocationsSource } from '../quote-form/usage-source.ts';
import { type ImportError, importLocations, type LocationImport } from './import-locations.ts';
import css from './location-import.css?inline';
import { InvalidRows, LocationGroups } from './location-import-results.tsx';
import { COLUMNS, MAX_ROWS } from './parse-rows.ts';

export { css };

interface LocationImportPanelProps extends PanelProps {
  readonly messages: LocationImportMessages;
}

type State =
  | { readonly state: 'idle' | 'reading' }
  | { readonly state: 'rejected'; readonly error: ImportError }
  | { readonly state: 'error'; readonly errorKind: ErrorKind; readonly file: File }
  | { readonly state: 'done'; readonly result: LocationImport };

/** Several locations at once: a file in, a total per utility out, and each row that cannot be used with its reason. */
export function LocationImportPanel({ context, form, messages, onComplete }: LocationImportPanelProps) {
  const { format, catalog } = context;
  const importState = useSignal<State>({ state: 'idle' });
  const importedCommodity = useSignal(form.commodity.value);
  const input = useRef<HTMLInputElement>(null);
  const controller = useRef<AbortController>(undefined);
  const template = useMemo(() => URL.createObjectURL(new Blob([`${COLUMNS.join(',')}\r\n`], { type: 'text/csv' })), []);
  const commodity = form.commodity.value;

  useEffect(() => {
    input.current?.focus();
    return () => {
      controller.current?.abort();
      URL.revokeObjectURL(template);
    };
  }, [template]);
  async function importFile(file: File) {
    controller.current?.abort();
    controller.current = new AbortController();
    const { signal } = controller.current;
    importState.value = { state: 'reading' };
    importedCommodity.value = commodity;
    try {
      const result = await importLocations(file, { commodity, client: context.loadApiClient, signal });
      if (signal.aborted) return;
      importState.value = 'error' in result ? { state: 'rejected', error: result } : { state: 'done', result };
    } catch (error) {
      if (!signal.aborted) importState.value = { state: 'error', errorKind: toErrorKind(error), file };
    }
  }

  // Rows of the other energy are faulty in this one: what was read for it says nothing here.
  const current: State = importedCommodity.value === commodity ? importState.value : { state: 'idle' };
  return (
    <section class="section location-import" aria-label={messages.heading}>
      <h2>{messages.heading}</h2>
      <p class="text-muted">{messages.instructions}</p>
      <p class="text-muted text-small">{messages.columns(COLUMNS.slice(0, 4).join(', '), COLUMNS.slice(4).join(', '))}</p>
      <p>
        <a href={template} download={messages.templateFile}>
          {messages.template}
        </a>
      </p>
      <label for="site-file">{messages.file}</label>
      <input
        ref={input}
        id="site-file"
        type="file"
        accept=".csv,.tsv,.txt,text/csv"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          // The same file, corrected, must count as a new one.
          event.currentTarget.value = '';
          if (file) importFile(file);
        }}
      />
      <p role="status">
        {current.state === 'reading'
          ? messages.reading
          : current.state === 'done' && summary(messages, format, current.result)}
      </p>
      {current.state === 'rejected' && <Alert>{importErrorMessage(messages, format, current.error)}</Alert>}
      {current.state === 'error' && (
        <Alert action={catalog.app.tryAgain} onAction={() => importFile(current.file)}>
          {catalog.app.errors[current.errorKind]}
        </Alert>
      )}
      {current.state === 'done' && (
        <>
          <LocationGroups
            format={format}
            messages={messages}
            groups={current.result.groups}
            onSelect={({ utilities, locations, usage, unit, postalCode }) => {
              const utility = utilities.length === 1 ? utilities[0]?.code : undefined;
              context.importedLocations.value = { utilities: utilities.map(({ code }) => code), locations };
              form.patch({ postalCode, utility, usage, unit, source: encodeLocationsSource(locations.length) });
              onComplete();
            }}
          />
          <InvalidRows format={format} messages={messages} invalidRows={current.result.invalidRows} />
          {current.result.encoding === 'windows-1252' && <p class="text-small text-muted">{messages.encodingGuessed}</p>}
          {current.result.formulas.length > 0 && (
            <p class="text-small text-muted">
              {messages.formulas(
                format.number(current.result.formulas.length),
                format.list(current.result.formulas.slice(0, 20).map(String)),
              )}
            </p>
          )}
        </>
      )}
    </section>
  );
}

function summary(messages: LocationImportMessages, format: Format, { groups, rows }: LocationImport): string {
  const validCount = groups.reduce((sum, { locations }) => sum + locations.length, 0);
  return messages.summary(format.number(validCount), format.number(rows));
}

function importErrorMessage(messages: LocationImportMessages, format: Format, error: ImportError): string {
  switch (error.error) {
    case 'columns_missing':
      return messages.columnsMissing(format.list(error.columns));
    case 'too_many':
      return messages.tooManyRows(format.number(error.rows), format.number(MAX_ROWS));
    case 'unclosed_quote':
      return messages.unclosedQuote(format.number(error.line));
    default:
      return messages.fileErrors[error.error];
  }
}
