const share = 0.1;
const most = 10;

/** How many retries there may be: an upstream that fails must not be asked twice as much for it. */
export interface RetryBudget {
  /** A call was made: a tenth of a retry is earned. */
  earn(): void;
  /** Takes a retry out of the budget; false when there is none left. */
  spend(): boolean;
}

/** One retry for ten calls, ten at once at most, of which a new client has a few. */
export const createRetryBudget = (): RetryBudget => {
  let retries = most / 2;
  return {
    earn() {
      retries = Math.min(most, retries + share);
    },
    spend() {
      if (retries < 1) return false;
      retries -= 1;
      return true;
    },
  };
};
