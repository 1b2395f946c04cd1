const RETRIES_PER_CALL = 0.1;
const MAX_RETRIES = 10;

/** Limits retries, so that a failing upstream does not receive twice the load. */
export interface RetryBudget {
  /** Reports a call, which earns a tenth of a retry. */
  deposit(): void;
  /** Takes a retry out of the budget. False if none is left. */
  tryWithdraw(): boolean;
}

/** Creates a budget of one retry per ten calls, ten in a row at most. A new client starts with a few. */
export function createRetryBudget(): RetryBudget {
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
}
