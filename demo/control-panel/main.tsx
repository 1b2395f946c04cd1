import { signal } from '@preact/signals';
import { render } from 'preact';
import {
  type JournalEntry,
  resetQuotas,
  type Scenario,
  type SimulatedContract,
  simulatorControl,
} from './simulator-control.ts';

const host = document.querySelector<HTMLElement>('#panel');
if (!host) throw new Error('the page has no #panel');
const control = simulatorControl(host.dataset.simulator ?? '');

const scenario = signal<Scenario | undefined>(undefined);
const contracts = signal<readonly SimulatedContract[]>([]);
const journal = signal<readonly JournalEntry[]>([]);
const errorText = signal('');

/**
 * Runs an action and shows an error if it fails, so that a switch without effect does not look as if it had worked.
 */
async function attempt(action: () => Promise<void>): Promise<void> {
  try {
    await action();
    errorText.value = '';
  } catch (error) {
    errorText.value = `That failed: ${error instanceof Error ? error.message : 'unknown'}. Is \`npm start\` still running?`;
  }
}

const refreshContracts = () =>
  attempt(async () => {
    contracts.value = await control.contracts();
  });

const change = (part: Partial<Scenario>) =>
  attempt(async () => {
    scenario.value = await control.change(part);
  });

/** Each switch, with its label and the labels of its values. */
const switches: readonly [keyof Scenario, string, readonly [string | number, string][]][] = [
  [
    'latencyMs',
    'Upstream latency',
    [
      [0, 'none'],
      [1500, '1.5 s'],
      [4000, '4 s'],
      [20000, '20 s'],
    ],
  ],
  [
    'pricing',
    'Pricing',
    [
      ['up', 'up'],
      ['down', 'down'],
    ],
  ],
  [
    'contracting',
    'Contracting',
    [
      ['up', 'up'],
      ['down', 'down'],
    ],
  ],
  [
    'rate',
    'Rate at contract creation',
    [
      ['unchanged', 'as shown'],
      ['changed', 'changed'],
    ],
  ],
  [
    'fees',
    'Fees at contract creation',
    [
      ['unchanged', 'as shown'],
      ['changed', 'raised'],
    ],
  ],
  [
    'signer',
    'The signer',
    [
      ['as_clicked', 'follows the clicks'],
      ['declines', 'declines'],
    ],
  ],
  [
    'signers',
    'Signers',
    [
      ['one', 'one'],
      ['two', 'two, in order'],
    ],
  ],
  [
    'ceremony',
    'Signing page',
    [
      ['normal', 'works'],
      ['overlay_left', 'leaves an invisible overlay'],
      ['coop', 'severs its opener'],
    ],
  ],
  [
    'outcome',
    'The supplier',
    [
      ['accepted', 'accepts'],
      ['rejected', 'rejects'],
      ['rate_expired', 'finds the rate expired'],
    ],
  ],
  [
    'acceptance',
    'Acceptance',
    [
      ['paced', 'step by step'],
      ['immediate', 'immediately'],
    ],
  ],
  [
    'agreements',
    'LOA API',
    [
      ['up', 'up'],
      ['down', 'down'],
    ],
  ],
  [
    'mail',
    'Signature request emails',
    [
      ['delivered', 'delivered'],
      ['bounced', 'bounced'],
    ],
  ],
  [
    'webhooks',
    'Webhooks',
    [
      ['normal', 'normal'],
      ['delayed', 'delayed'],
      ['duplicated', 'duplicated'],
      ['out_of_order', 'out of order'],
      ['disabled', 'disabled'],
    ],
  ],
];

const Scenarios = () => (
  <section>
    <h2>Scenario</h2>
    {switches.map(([key, label, values]) => (
      <label key={key}>
        {label}
        <select
          value={String(scenario.value?.[key] ?? '')}
          disabled={!scenario.value}
          onChange={({ currentTarget }) => {
            const chosen = values.find(([value]) => String(value) === currentTarget.value);
            if (chosen) void change({ [key]: chosen[0] });
          }}
        >
          {values.map(([value, text]) => (
            <option key={value} value={String(value)}>
              {text}
            </option>
          ))}
        </select>
      </label>
    ))}
    <div class="row">
      <button
        type="button"
        onClick={() =>
          attempt(async () => {
            await control.reset();
            scenario.value = await control.scenario();
            journal.value = [];
            await refreshContracts();
          })
        }
      >
        Reset
      </button>
      <button type="button" onClick={() => attempt(resetQuotas)}>
        Reset quotas
      </button>
    </div>
  </section>
);

const Contracts = () => (
  <section>
    <h2>Upstream contracts</h2>
    {contracts.value.length === 0 && <p>None yet. Sign one on the broker’s page.</p>}
    {contracts.value.length > 0 && (
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th>Contract</th>
              <th>Status</th>
              <th>Next</th>
            </tr>
          </thead>
          <tbody>
            {contracts.value.map(({ id, reference, status }) => (
              <tr key={id}>
                <td>
                  <code>{id}</code>
                  <br />
                  <code>{reference}</code>
                </td>
                <td>{status}</td>
                <td>
                  <button
                    type="button"
                    aria-label={`Advance ${id}`}
                    onClick={() =>
                      attempt(async () => {
                        await control.advance(id);
                        await refreshContracts();
                      })
                    }
                  >
                    Advance
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )}
  </section>
);

const Journal = () => (
  <section>
    <h2>Requests and webhooks</h2>
    {journal.value.length === 0 && <p>Nothing yet. The BFF’s requests and the upstream’s webhooks appear here.</p>}
    {journal.value.length > 0 && (
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th>Time</th>
              <th>Event</th>
              <th>Status</th>
              <th>ms</th>
            </tr>
          </thead>
          <tbody>
            {journal.value.map(({ seq, at, kind, summary, status, durationMs }) => (
              <tr key={seq}>
                <td>{new Date(at).toLocaleTimeString()}</td>
                <td>
                  {kind}: <code>{summary}</code>
                </td>
                <td class={status !== undefined && status >= 400 ? 'bad' : ''}>{status ?? ''}</td>
                <td>{durationMs === undefined ? '' : Math.round(durationMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )}
  </section>
);

const Panel = () => (
  <main>
    <header>
      <h1>Control panel</h1>
      <p>Controls the simulated upstream. Changes take effect immediately, including on open pages.</p>
      <a href="/" target="_blank" rel="noreferrer">
        Open the broker’s page
      </a>
      <p role="status" class="bad">
        {errorText.value}
      </p>
    </header>
    <Scenarios />
    <div class="stack">
      <Contracts />
      <Journal />
    </div>
  </main>
);

render(<Panel />, host);
void attempt(async () => {
  scenario.value = await control.scenario();
});
void refreshContracts();
control.journal(
  (entry) => {
    if (journal.value.some(({ seq }) => seq === entry.seq)) return;
    journal.value = [entry, ...journal.value].slice(0, 200);
    if (entry.kind !== 'request' || entry.summary.includes('createContract')) void refreshContracts();
  },
  () => {
    errorText.value = 'The connection to the journal was lost. Reconnecting…';
  },
);
