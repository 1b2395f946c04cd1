/** The most that one contract takes. */
export const mostAccounts = 50;
