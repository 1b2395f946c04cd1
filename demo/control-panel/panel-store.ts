import { computed, signal } from '@preact/signals';
import {
  fetchReferences,
  type JournalEntry,
  type References,
  resetQuotas,
  type Scenario,
  type SimulatedContract,
  simulatorControl,
} from './simulator-control.ts';
import { changedKeys, DEFAULTS } from './switches.ts';

const MAX_ENTRIES = 200;

export function createPanelStore(simulatorOrigin: string) {
  const control = simulatorControl(simulatorOrigin);
  const scenario = signal<Scenario | undefined>(undefined);
  const contracts = signal<readonly SimulatedContract[]>([]);
  const references = signal<References>({});
  const journal = signal<readonly JournalEntry[]>([]);
  const errorText = signal('');
  const notice = signal('');
  const isConnected = signal(true);

  /**
   * Runs an action and shows an error if the action fails. Without the error, a failed change would look successful.
   */
  async function attempt(action: () => Promise<void>, done = ''): Promise<void> {
    notice.value = '';
    try {
      await action();
      errorText.value = '';
      notice.value = done;
    } catch (error) {
      errorText.value = `Request failed: ${error instanceof Error ? error.message : 'unknown error'}. Check that npm start is running.`;
    }
  }

  async function loadContracts(): Promise<void> {
    contracts.value = await control.contracts();
    references.value = await fetchReferences();
  }

  const change = (part: Partial<Scenario>) =>
    attempt(async () => {
      scenario.value = await control.change(part);
    });

  return {
    scenario,
    contracts,
    references,
    journal,
    errorText,
    notice,
    isConnected,
    changed: computed(() => (scenario.value ? changedKeys(scenario.value) : [])),
    change,
    applyPreset: (changes: Partial<Scenario>) => change({ ...DEFAULTS, ...changes }),
    advance: (id: string) =>
      attempt(async () => {
        await control.advance(id);
        await loadContracts();
      }),
    reset: () =>
      attempt(async () => {
        await control.reset();
        scenario.value = await control.scenario();
        journal.value = [];
        await loadContracts();
      }, 'The simulator was reset.'),
    resetQuotas: () => attempt(resetQuotas, 'Quotas were reset.'),
    start(): void {
      void attempt(async () => {
        scenario.value = await control.scenario();
        await loadContracts();
      });
      control.journal(
        (entry) => {
          if (journal.value.some(({ seq }) => seq === entry.seq)) return;
          journal.value = [entry, ...journal.value].slice(0, MAX_ENTRIES);
          if (entry.kind !== 'request' || entry.summary.includes('createContract'))
            void loadContracts().catch(() => {
              // The next journal entry loads the contracts again.
            });
        },
        (connected) => {
          isConnected.value = connected;
        },
      );
    },
  };
}
export type PanelStore = ReturnType<typeof createPanelStore>;
