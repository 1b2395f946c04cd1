import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { type ErrorKind, toErrorKind } from '../api/errors.ts';
import { Alert } from '../components/alert.tsx';
import type { LocationImportMessages } from '../i18n/en/location-import.ts';
import type { Format } from '../i18n/format.ts';
import type { UsagePanelProps } from '../usage/usage-panel.ts';
import { cancelOnEscape, encodeLocationsSource } from '../usage/usage-panel.ts';
import { perWidget } from '../widget-context.ts';
import type { LocationGroup } from './import-locations.ts';
import { type ImportError, importLocations, type LocationImport } from './import-locations.ts';
import { importedLocations } from './imported-locations.ts';
import css from './location-import.css?inline';
import { InvalidRows, LocationGroups, RowNotes } from './location-import-results.tsx';
import { COLUMNS, MAX_ROWS, REQUIRED_COLUMNS } from './parse-rows.ts';

export { css };

interface LocationImportPanelProps extends UsagePanelProps {
  readonly messages: LocationImportMessages;
}

type ImportState =
  | { readonly status: 'idle' | 'reading' }
  /** The file cannot be imported. */
  | { readonly status: 'rejected'; readonly error: ImportError }
  /** The utility lookup failed. */
  | { readonly status: 'error'; readonly errorKind: ErrorKind; readonly file: File }
  | { readonly status: 'success'; readonly result: LocationImport };

const createImport = (): Signal<ImportState> => signal({ status: 'idle' });

/**
 * Keeps the imported list in memory while the panel is closed. Rows are validated for one commodity, so each commodity
 * has a list of its own.
 */
const locationImports = perWidget(() => ({ electric: createImport(), gas: createImport() }));

export function LocationImportPanel({ context, commodity, messages, onComplete, onCancel }: LocationImportPanelProps) {
  const { format, catalog } = context;
  const { state, importFile } = useLocationImport(context, commodity);
  const current = state.value;

  function selectGroup({ utilities, locations, usage, unit, postalCode }: LocationGroup): void {
    const utility = utilities.length === 1 ? utilities[0]?.code : undefined;
    importedLocations(context).value = { utilities: utilities.map(({ code }) => code), locations };
    onComplete({ postalCode, utility, usage, unit, source: encodeLocationsSource(locations.length) });
  }

  return (
    <section class="section location-import" aria-label={messages.heading} onKeyDown={cancelOnEscape(onCancel)}>
      <h2>{messages.heading}</h2>
      <p id="site-file-note" class="text-muted">
        {messages.instructions}
      </p>
      <p class="text-muted text-small">
        {messages.columns(
          REQUIRED_COLUMNS.join(', '),
          COLUMNS.filter((column) => !REQUIRED_COLUMNS.some((required) => required === column)).join(', '),
        )}
      </p>
      <TemplateLink messages={messages} />
      <FileInput label={messages.file} onSelect={importFile} />
      <p role="status">
        {current.status === 'reading'
          ? messages.reading
          : current.status === 'success' && summary(messages, format, current.result)}
      </p>
      {current.status === 'rejected' && <Alert>{importErrorMessage(messages, format, current.error)}</Alert>}
      {current.status === 'error' && (
        <Alert action={catalog.app.tryAgain} onAction={() => importFile(current.file)}>
          {catalog.app.errors[current.errorKind]}
        </Alert>
      )}
      {current.status === 'success' && (
        <>
          <LocationGroups format={format} messages={messages} groups={current.result.groups} onSelect={selectGroup} />
          <InvalidRows format={format} messages={messages} invalidRows={current.result.invalidRows} />
          <RowNotes format={format} messages={messages} notes={current.result.notes} />
          <ImportWarnings format={format} messages={messages} result={current.result} />
        </>
      )}
      <button type="button" class="button-link" onClick={onCancel}>
        {messages.cancel}
      </button>
    </section>
  );
}

function useLocationImport(
  context: UsagePanelProps['context'],
  commodity: UsagePanelProps['commodity'],
): { readonly state: ReadonlySignal<ImportState>; importFile(file: File): Promise<void> } {
  const state = locationImports(context)[commodity];
  const controller = useRef<AbortController>(undefined);
  useEffect(
    () => () => {
      controller.current?.abort();
      if (state.peek().status !== 'success') state.value = { status: 'idle' };
    },
    [state],
  );

  async function importFile(file: File): Promise<void> {
    controller.current?.abort();
    controller.current = new AbortController();
    const { signal } = controller.current;
    state.value = { status: 'reading' };
    try {
      const result = await importLocations(file, { commodity, client: context.loadApiClient, signal });
      if (signal.aborted) return;
      state.value = 'error' in result ? { status: 'rejected', error: result } : { status: 'success', result };
    } catch (error) {
      if (!signal.aborted) state.value = { status: 'error', errorKind: toErrorKind(error), file };
    }
  }
  return { state, importFile };
}

function TemplateLink({ messages }: Pick<LocationImportPanelProps, 'messages'>) {
  const url = useMemo(() => URL.createObjectURL(new Blob([`${COLUMNS.join(',')}\r\n`], { type: 'text/csv' })), []);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return (
    <p>
      <a href={url} download={messages.templateFile}>
        {messages.template}
      </a>
    </p>
  );
}

function FileInput({ label, onSelect }: { readonly label: string; readonly onSelect: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <>
      <label for="site-file">{label}</label>
      <input
        ref={input}
        id="site-file"
        aria-describedby="site-file-note"
        type="file"
        accept=".csv,.tsv,.txt,text/csv"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          // Without this reset, selecting the same file again after correcting it would not fire `change`.
          event.currentTarget.value = '';
          if (file) onSelect(file);
        }}
      />
    </>
  );
}

/** Formula cells beyond this number are not listed. */
const MAX_LISTED_FORMULAS = 20;

interface ImportWarningsProps extends Pick<LocationImportPanelProps, 'messages'> {
  readonly format: Format;
  readonly result: LocationImport;
}

function ImportWarnings({ format, messages, result: { encoding, formulas } }: ImportWarningsProps) {
  return (
    <>
      {encoding === 'windows-1252' && <p class="text-small text-muted">{messages.encodingGuessed}</p>}
      {formulas.length > 0 && (
        <p class="text-small text-muted">
          {messages.formulas(
            format.number(formulas.length),
            format.list(formulas.slice(0, MAX_LISTED_FORMULAS).map(String)),
          )}
        </p>
      )}
    </>
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
