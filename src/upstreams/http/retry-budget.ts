const RETRIES_PER_CALL = 0.1;
const MAX_RETRIES = 10;

/** Limits retries, so that a failing upstream does not receive twice the load. */
export interface RetryBudget {
  /** Records a call, which adds a tenth of a retry to the budget. */
  deposit(): void;
  /**
   * Takes a retry from the budget.
   *
   * @returns false if none is left
   */
  tryWithdraw(): boolean;
}

/** Creates a budget of one retry per ten calls, and at most ten retries in a row. A new client starts with a few. */
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
