/** One thing that happened. Never holds personal data, secrets or the address of a signing session. */
export interface JournalEntry {
  readonly seq: number;
  readonly at: string;
  readonly kind: 'request' | 'webhook' | 'ceremony';
  /** One line for people: `createContract made msc_test_…`. */
  readonly summary: string;
  readonly method: string;
  readonly path: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly durationMs: number;
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
}

export interface Journal {
  record(entry: Omit<JournalEntry, 'seq' | 'at'>): JournalEntry;
  /** Entries still kept with a higher seq, oldest first. */
  entriesAfter(seq: number): readonly JournalEntry[];
  /** Calls back on each new entry, until the returned function is called. */
  subscribe(listener: (entry: JournalEntry) => void): () => void;
  /** Forgets the entries; `seq` goes on, so a follower sees no jump back. */
  clear(): void;
}

/** @example const journal = createJournal(() => new Date()); journal.follow(console.log) */
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
