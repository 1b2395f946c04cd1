import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Notice } from '../controls/notice.tsx';
import type { SiteListTexts } from '../i18n/en/site-list.ts';
import type { Format } from '../i18n/format.ts';
import { type Trouble, troubleOf } from '../trouble.ts';
import type { PanelProps } from './panel-props.ts';
import { type ReadList, type Refusal, readSiteList } from './read-site-list.ts';
import css from './site-list.css?inline';
import { FaultyRows, SiteGroups } from './site-list-answer.tsx';
import { columns, mostRows } from './site-rows.ts';
import { sitesNote } from './usage-note.ts';

export { css };

interface SiteListViewProps extends PanelProps {
  readonly texts: SiteListTexts;
}

type State =
  | { readonly state: 'idle' | 'reading' }
  | { readonly state: 'refused'; readonly refusal: Refusal }
  | { readonly state: 'failed'; readonly trouble: Trouble; readonly file: File }
  | { readonly state: 'read'; readonly list: ReadList };

/** Several locations at once: a file in, a total per utility out, and each row that cannot be used with its reason. */
export function SiteListView({ shopper, model, texts, onDone }: SiteListViewProps) {
  const { format, language } = shopper;
  const progress = useSignal<State>({ state: 'idle' });
  const readFor = useSignal(model.commodity.value);
  const input = useRef<HTMLInputElement>(null);
  const running = useRef<AbortController>(undefined);
  const template = useMemo(() => URL.createObjectURL(new Blob([`${columns.join(',')}\r\n`], { type: 'text/csv' })), []);
  const commodity = model.commodity.value;

  useEffect(() => {
    input.current?.focus();
    return () => {
      running.current?.abort();
      URL.revokeObjectURL(template);
    };
  }, [template]);
  async function read(file: File) {
    running.current?.abort();
    running.current = new AbortController();
    const { signal } = running.current;
    progress.value = { state: 'reading' };
    readFor.value = commodity;
    try {
      const answer = await readSiteList(file, { commodity, client: shopper.client, signal });
      if (signal.aborted) return;
      progress.value = 'fault' in answer ? { state: 'refused', refusal: answer } : { state: 'read', list: answer };
    } catch (error) {
      if (!signal.aborted) progress.value = { state: 'failed', trouble: troubleOf(error), file };
    }
  }

  // Rows of the other energy are faulty in this one: what was read for it says nothing here.
  const now: State = readFor.value === commodity ? progress.value : { state: 'idle' };
  return (
    <section class="pad site-list" aria-label={texts.heading}>
      <h2>{texts.heading}</h2>
      <p class="muted">{texts.how}</p>
      <p class="muted small">{texts.columns(columns.slice(0, 4).join(', '), columns.slice(4).join(', '))}</p>
      <p>
        <a href={template} download={texts.templateFile}>
          {texts.template}
        </a>
      </p>
      <label for="site-file">{texts.file}</label>
      <input
        ref={input}
        id="site-file"
        type="file"
        accept=".csv,.tsv,.txt,text/csv"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          // The same file, corrected, must count as a new one.
          event.currentTarget.value = '';
          if (file) read(file);
        }}
      />
      <p role="status">
        {now.state === 'reading' ? texts.reading : now.state === 'read' && summary(texts, format, now.list)}
      </p>
      {now.state === 'refused' && <Notice>{refusalWords(texts, format, now.refusal)}</Notice>}
      {now.state === 'failed' && (
        <Notice action={language.shell.tryAgain} onAction={() => read(now.file)}>
          {language.shell.trouble[now.trouble]}
        </Notice>
      )}
      {now.state === 'read' && (
        <>
          <SiteGroups
            format={format}
            texts={texts}
            groups={now.list.groups}
            onPick={({ utilities, sites, usage, unit, postalCode }) => {
              const utility = utilities.length === 1 ? utilities[0]?.code : undefined;
              shopper.listed.value = { utilities: utilities.map(({ code }) => code), sites };
              model.fill({ postalCode, utility, usage, unit, note: sitesNote(sites.length) });
              onDone();
            }}
          />
          <FaultyRows format={format} texts={texts} faulty={now.list.faulty} />
          {now.list.encoding === 'windows-1252' && <p class="small muted">{texts.windows}</p>}
          {now.list.formulas.length > 0 && (
            <p class="small muted">
              {texts.formulas(
                format.number(now.list.formulas.length),
                format.list(now.list.formulas.slice(0, 20).map(String)),
              )}
            </p>
          )}
        </>
      )}
    </section>
  );
}

function summary(texts: SiteListTexts, format: Format, { groups, rows }: ReadList): string {
  const good = groups.reduce((sum, { sites }) => sum + sites.length, 0);
  return texts.found(format.number(good), format.number(rows));
}

function refusalWords(texts: SiteListTexts, format: Format, refusal: Refusal): string {
  switch (refusal.fault) {
    case 'columns_missing':
      return texts.columnsMissing(format.list(refusal.columns));
    case 'too_many':
      return texts.tooMany(format.number(refusal.rows), format.number(mostRows));
    case 'unclosed_quote':
      return texts.unclosedQuote(format.number(refusal.line));
    default:
      return texts.refused[refusal.fault];
  }
}
