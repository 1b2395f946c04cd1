/** What was done to the system in a run, and what came of it. */
export interface Tally {
  injected: number;
  kills: number;
  contracts: number;
  contractsLost: number;
  contractsDoubled: number;
  events: number;
  eventsLost: number;
}

export const emptyTally = (): Tally => ({
  injected: 0,
  kills: 0,
  contracts: 0,
  contractsLost: 0,
  contractsDoubled: 0,
  events: 0,
  eventsLost: 0,
});

/** One line for people, with what must be nought. */
export const describeTally = (tally: Tally): string =>
  `faults injected ${tally.injected} (${tally.kills} of them kill -9); contracts ${tally.contracts}, ` +
  `lost ${tally.contractsLost}, doubled ${tally.contractsDoubled}; events acknowledged ${tally.events}, lost ${tally.eventsLost}`;

export const isClean = ({ contractsLost, contractsDoubled, eventsLost }: Tally): boolean =>
  contractsLost + contractsDoubled + eventsLost === 0;
