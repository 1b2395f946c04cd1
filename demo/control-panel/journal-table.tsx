import { signal } from '@preact/signals';
import type { PanelStore } from './panel-store.ts';
import { ScrollRegion } from './scroll-region.tsx';
import type { JournalEntry } from './simulator-control.ts';

const FILTERS = { '': 'All', request: 'API requests', webhook: 'Webhooks', ceremony: 'Signing and inbox pages' };
const KINDS: Readonly<Record<string, string>> = { request: 'API request', webhook: 'Webhook', ceremony: 'Page' };

const kindFilter = signal('');
const onlyErrors = signal(false);

/** Whether the request failed. Status 0 means that there was no response. */
const isError = ({ status }: JournalEntry) => status !== undefined && (status === 0 || status >= 400);

const isShown = (entry: JournalEntry) =>
  (!kindFilter.value || entry.kind === kindFilter.value) && (!onlyErrors.value || isError(entry));

function statusText(entry: JournalEntry): string {
  if (entry.status === undefined) return '';
  if (entry.status === 0) return 'Error: no response';
  return isError(entry) ? `Error ${entry.status}` : String(entry.status);
}

const Filter = () => (
  <div class="row filter">
    <label>
      Show
      <select
        value={kindFilter.value}
        onChange={({ currentTarget }) => {
          kindFilter.value = currentTarget.value;
        }}
      >
        {Object.entries(FILTERS).map(([kind, text]) => (
          <option key={kind} value={kind}>
            {text}
          </option>
        ))}
      </select>
    </label>
    <label>
      <input
        type="checkbox"
        checked={onlyErrors.value}
        onChange={({ currentTarget }) => {
          onlyErrors.value = currentTarget.checked;
        }}
      />
      Errors only
    </label>
  </div>
);

/**
 * The journal, newest entry first: the BFF's requests, the upstream's webhooks, and visits to signing and inbox pages.
 */
export function JournalTable({ store }: { readonly store: PanelStore }) {
  const entries = store.journal.value.filter(isShown);
  return (
    <section aria-label="Journal">
      <h2>Journal</h2>
      <p role="status">{store.isConnected.value ? '' : 'Connection to the simulator lost. Reconnecting…'}</p>
      <Filter />
      {entries.length === 0 ? (
        <p>
          {store.journal.value.length === 0
            ? 'No entries yet. API requests, webhooks and signing pages appear here.'
            : 'No entries match the filter.'}
        </p>
      ) : (
        <ScrollRegion label="Journal entries">
          <table>
            <thead>
              <tr>
                <th>Time</th>
                <th>Event</th>
                <th>Status</th>
                <th>Duration</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr key={entry.seq} class={isError(entry) ? 'bad' : ''}>
                  <td class="nowrap">{new Date(entry.at).toLocaleTimeString()}</td>
                  <td>
                    {KINDS[entry.kind] ?? entry.kind}: <code>{entry.summary}</code>
                  </td>
                  <td>{statusText(entry)}</td>
                  <td>{entry.durationMs === undefined ? '' : `${Math.round(entry.durationMs)} ms`}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  );
}
