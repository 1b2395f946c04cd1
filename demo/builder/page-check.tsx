import { signal } from '@preact/signals';
import * as z from 'zod/mini';
import type { BuilderStore } from './builder-store.ts';

const pageReport = z.object({
  url: z.string(),
  findings: z.array(z.object({ level: z.enum(['error', 'warning', 'ok']), text: z.string() })),
});
type PageReport = z.infer<typeof pageReport>;

const LEVEL_NAMES = { error: 'Error', warning: 'Warning', ok: 'OK' } as const;

const address = signal('');
/** `failed`: the builder's server did not respond with a report. */
const result = signal<PageReport | 'checking' | 'failed' | undefined>(undefined);

async function checkPage(site: string): Promise<void> {
  result.value = 'checking';
  try {
    const query = new URLSearchParams({ url: address.value.trim(), site });
    const response = await fetch(`/builder/page-check?${query}`);
    result.value = z.parse(pageReport, await response.json());
  } catch {
    result.value = 'failed';
  }
}

function statusText(): string {
  const report = result.value;
  if (report === undefined) return '';
  if (report === 'checking') return 'Checking the page…';
  if (report === 'failed') return 'The page couldn’t be checked right now. Try again in a few minutes.';
  const count = (level: string, name: string): string => {
    const { length } = report.findings.filter((finding) => finding.level === level);
    return `${length} ${name}${length === 1 ? '' : 's'}`;
  };
  return `${report.url}: ${count('error', 'error')}, ${count('warning', 'warning')}`;
}

export function PageCheck({ store }: { readonly store: BuilderStore }) {
  const report = result.value;
  return (
    <section aria-label="Check your page">
      <h2>Check your page</h2>
      <p id="page-hint">
        After you paste the code, enter the page’s address. The check reads the page’s HTML and finds a missing tag, a
        wrong key, an origin that isn’t listed, and what the page’s policy blocks.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void checkPage(store.choices.value.site);
        }}
      >
        <div class="field">
          <label for="page">Page address</label>
          <div class="inputs">
            <input
              id="page"
              type="url"
              required
              placeholder="https://www.example.com/energy"
              aria-describedby="page-hint"
              value={address.value}
              onInput={({ currentTarget }) => {
                address.value = currentTarget.value;
              }}
            />
            <button type="submit" disabled={report === 'checking'}>
              Check page
            </button>
          </div>
        </div>
      </form>
      <p role="status" class="site">
        {statusText()}
      </p>
      {typeof report === 'object' && (
        <ul class="findings">
          {report.findings.map(({ level, text }) => (
            <li key={text} class={level}>
              <strong>{LEVEL_NAMES[level]}:</strong> {text}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
