export interface Counters {
  injected: number;
  kills: number;
  contracts: number;
  contractsLost: number;
  contractsDuplicated: number;
  /** Contracts whose terms differ from those that the customer was shown. */
  termsChanged: number;
  events: number;
  eventsLost: number;
}

export const createCounters = (): Counters => ({
  injected: 0,
  kills: 0,
  contracts: 0,
  contractsLost: 0,
  contractsDuplicated: 0,
  termsChanged: 0,
  events: 0,
  eventsLost: 0,
});

/** A readable summary, including the counts that must be zero. */
export const formatCounters = (counters: Counters): string =>
  `faults injected ${counters.injected} (${counters.kills} of them kill -9); contracts ${counters.contracts}, ` +
  `lost ${counters.contractsLost}, doubled ${counters.contractsDuplicated}, terms changed ${counters.termsChanged}; events acknowledged ${counters.events}, lost ${counters.eventsLost}`;

export const isClean = ({ contractsLost, contractsDuplicated, termsChanged, eventsLost }: Counters): boolean =>
  contractsLost + contractsDuplicated + termsChanged + eventsLost === 0;
