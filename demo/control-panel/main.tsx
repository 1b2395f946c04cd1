import { signal } from '@preact/signals';
import { render } from 'preact';
import { type JournalEntry, type Scenario, type SimulatedContract, simulatorControl } from './simulator-control.ts';

const host = document.querySelector<HTMLElement>('#panel');
if (!host) throw new Error('the page has no #panel');
const control = simulatorControl(host.dataset.simulator ?? '');

const scenario = signal<Scenario | undefined>(undefined);
const contracts = signal<readonly SimulatedContract[]>([]);
const journal = signal<readonly JournalEntry[]>([]);
const trouble = signal('');

/** Runs an action and reports a failure: a switch that had no effect must not look switched. */
async function attempt(action: () => Promise<void>): Promise<void> {
  try {
    await action();
    trouble.value = '';
  } catch (error) {
    trouble.value = `That did not work: ${error instanceof Error ? error.message : 'unknown'}. Is \`npm start\` still running?`;
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

/** Each switch with its label and the labels of its values. */
const switches: readonly [keyof Scenario, string, readonly [string | number, string][]][] = [
  [
    'latencyMs',
    'Upstream answers',
    [
      [0, 'none'],
      [1500, 'after 1.5 s'],
      [4000, 'after 4 s'],
      [20000, 'after 20 s'],
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
    'Rate at contract time',
    [
      ['unchanged', 'as shown'],
      ['changed', 'has moved'],
    ],
  ],
  [
    'signer',
    'The signer',
    [
      ['as_clicked', 'does as clicked'],
      ['declines', 'declines'],
    ],
  ],
  [
    'signers',
    'Who signs',
    [
      ['one', 'one person'],
      ['two', 'two, one after the other'],
    ],
  ],
  [
    'ceremony',
    'Signing',
    [
      ['normal', 'works'],
      ['overlay_left', 'leaves an invisible frame'],
      ['coop', 'cuts its window off'],
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
    'Acceptance comes',
    [
      ['paced', 'step by step'],
      ['immediate', 'immediately'],
    ],
  ],
  [
    'agreements',
    'Letters of agreement',
    [
      ['up', 'up'],
      ['down', 'down'],
    ],
  ],
  [
    'mail',
    'Mail with letters',
    [
      ['delivered', 'arrives'],
      ['bounced', 'bounces'],
    ],
  ],
  [
    'webhooks',
    'Webhooks come',
    [
      ['normal', 'normally'],
      ['delayed', 'late'],
      ['duplicated', 'twice and more'],
      ['out_of_order', 'out of order'],
      ['disabled', 'never'],
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
          {values.map(([value, words]) => (
            <option key={value} value={String(value)}>
              {words}
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
        Start over
      </button>
    </div>
  </section>
);

const Contracts = () => (
  <section>
    <h2>Contracts at the upstream</h2>
    {contracts.value.length === 0 && <p>None yet. Buy something on the broker’s page.</p>}
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
                    aria-label={`Move ${id} on`}
                    onClick={() =>
                      attempt(async () => {
                        await control.advance(id);
                        await refreshContracts();
                      })
                    }
                  >
                    Move on
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
    {journal.value.length === 0 && <p>Nothing yet. What the BFF asks, and what the upstream sends, appears here.</p>}
    {journal.value.length > 0 && (
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th>Time</th>
              <th>What</th>
              <th>Answer</th>
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
      <h1>Developer’s panel</h1>
      <p>Controls of the simulated upstream. They take effect immediately, also on pages that are open.</p>
      <a href="/" target="_blank" rel="noreferrer">
        Open the broker’s page
      </a>
      <p role="status" class="bad">
        {trouble.value}
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
    trouble.value = 'The journal was cut off; trying again.';
  },
);
