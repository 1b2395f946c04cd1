import * as z from 'zod/mini';

/** The scenario switches and their values. `latencyMs` is added to every upstream response. */
export const scenario = z.object({
  latencyMs: z.number(),
  pricing: z.string(),
  contracting: z.string(),
  rate: z.string(),
  fees: z.string(),
  outcome: z.string(),
  signer: z.string(),
  signers: z.string(),
  ceremony: z.string(),
  webhooks: z.string(),
  acceptance: z.string(),
  agreements: z.string(),
  mail: z.string(),
});
export type Scenario = z.infer<typeof scenario>;

const journalEntry = z.object({
  seq: z.number(),
  at: z.string(),
  kind: z.string(),
  summary: z.string(),
  status: z.optional(z.number()),
  durationMs: z.optional(z.number()),
});
export type JournalEntry = z.infer<typeof journalEntry>;

/** `reference` is the BFF's contract ID. `nextStatus` is missing if the contract cannot be advanced. */
const contract = z.object({
  id: z.string(),
  reference: z.string(),
  status: z.string(),
  nextStatus: z.optional(z.string()),
});
export type SimulatedContract = z.infer<typeof contract>;

const references = z.record(z.string(), z.string());
export type References = z.infer<typeof references>;

/** Fetches the references from the BFF, because they are not sent to the simulator. */
export async function fetchReferences(): Promise<References> {
  const response = await fetch('/panel/references');
  if (!response.ok) throw new Error(`the server responded with ${response.status}`);
  return z.parse(references, await response.json());
}

/** Deletes the counters of the BFF's quotas, so that emails and contracts are allowed again. */
export async function resetQuotas(): Promise<void> {
  const response = await fetch('/panel/quota-resets', { method: 'POST' });
  if (!response.ok) throw new Error(`the server responded with ${response.status}`);
}

export function simulatorControl(origin: string) {
  const send = async (path: string, init?: RequestInit): Promise<Response> => {
    const response = await fetch(`${origin}/simulator/${path}`, init);
    if (!response.ok) throw new Error(`the simulator responded with ${response.status}`);
    return response;
  };
  const call = async <S extends z.ZodMiniType>(path: string, schema: S, init?: RequestInit): Promise<z.infer<S>> => {
    return z.parse(schema, await (await send(path, init)).json());
  };
  let lastChange: Promise<unknown> = Promise.resolve();
  return {
    scenario: () => call('scenario', scenario),
    /** Changes are sent one after the other. Otherwise, the simulator could apply an earlier change last. */
    change(part: Partial<Scenario>): Promise<Scenario> {
      const put = () =>
        call('scenario', scenario, {
          method: 'PUT',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(part),
        });
      const sent = lastChange.then(put, put);
      lastChange = sent;
      return sent;
    },
    contracts: () => call('contracts', z.array(contract)),
    advance: (id: string) => send(`contracts/${id}/advance`, { method: 'POST' }),
    reset: () => send('reset', { method: 'POST' }),
    journal(onEntry: (entry: JournalEntry) => void, onConnection: (isConnected: boolean) => void): void {
      const source = new EventSource(`${origin}/simulator/journal/events`);
      source.onmessage = ({ data }) => onEntry(z.parse(journalEntry, JSON.parse(String(data))));
      source.onopen = () => onConnection(true);
      source.onerror = () => onConnection(false);
    },
  };
}
