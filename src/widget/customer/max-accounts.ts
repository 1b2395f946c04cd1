/** The most that one contract takes. */
export const MAX_ACCOUNTS = 50;
