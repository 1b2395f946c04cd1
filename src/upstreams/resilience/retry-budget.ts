const RETRIES_PER_CALL = 0.1;
const MAX_RETRIES = 10;

/** How many retries there may be: an upstream that fails must not be asked twice as much for it. */
export interface RetryBudget {
  /** A call was made: a tenth of a retry is earned. */
  deposit(): void;
  /** Takes a retry out of the budget; false when there is none left. */
  tryWithdraw(): boolean;
}

/** One retry for ten calls, ten at once at most, of which a new client has a few. */
export const createRetryBudget = (): RetryBudget => {
  let retries = MAX_RETRIES / 2;
  return {
    deposit() {
      retries = Math.min(MAX_RETRIES, retries + RETRIES_PER_CALL);
    },
    tryWithdraw() {
      if (retries < 1) return false;
      retries -= 1;
      return true;
    },
  };
};
