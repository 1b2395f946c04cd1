/** One entry of the journal. An entry never contains personal data, secrets or signing URLs. */
export interface JournalEntry {
  readonly seq: number;
  readonly at: string;
  readonly kind: 'request' | 'webhook' | 'ceremony';
  /** One-line summary: `createContract msc_test_…`. */
  readonly summary: string;
  readonly method: string;
  readonly path: string;
  /** HTTP status, or 0 if there was no response. */
  readonly status: number;
  readonly durationMs: number;
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
}

export interface Journal {
  record(entry: Omit<JournalEntry, 'seq' | 'at'>): JournalEntry;
  /** Returns the stored entries with a `seq` higher than the argument, oldest first. */
  entriesAfter(seq: number): readonly JournalEntry[];
  /** Calls the listener for each new entry. @returns a function that unsubscribes */
  subscribe(listener: (entry: JournalEntry) => void): () => void;
  /** Deletes the entries. Does not reset `seq`, so that subscribers see only increasing values. */
  clear(): void;
}

/** @example const journal = createJournal(() => new Date()); journal.subscribe(console.log) */
export function createJournal(now: () => Date, maxEntries = 200): Journal {
  let entries: JournalEntry[] = [];
  let seq = 0;
  const listeners = new Set<(entry: JournalEntry) => void>();

  return {
    record(entry) {
      const complete = { seq: ++seq, at: now().toISOString(), ...entry };
      entries.push(complete);
      if (entries.length > maxEntries) entries = entries.slice(-maxEntries);
      for (const listener of listeners) listener(complete);
      return complete;
    },
    entriesAfter: (after) => entries.filter((entry) => entry.seq > after),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    clear() {
      entries = [];
    },
  };
}
