import type { AppContext } from '../app-context.ts';
import type { Site } from '../config/site.ts';
import { emailMethod } from '../email-signing/email-method.ts';
import type { ContractRow } from '../store/tables.ts';
import { sessionMethod } from './session-method.ts';
import type { SigningMethod } from './signing-method.ts';

/** How contracts that are made on a site are signed. */
export const signingMethodFor = ({ signingMethod }: Pick<Site, 'signingMethod'>): SigningMethod =>
  ({ session: sessionMethod, email: emailMethod })[signingMethod];

/** How this contract is signed: as it was begun, whatever its site says by now. */
export const signingMethodOf = ({ letter_id }: Pick<ContractRow, 'letter_id'>): SigningMethod =>
  letter_id === null ? sessionMethod : emailMethod;

/** Asks how a contract stands that somebody looks at, by the way it is signed. @example const refreshed = await refreshIfDue(row) */
export function createRefresher(appContext: AppContext): (row: ContractRow) => Promise<boolean> {
  const refreshers = new Map(
    [sessionMethod, emailMethod].map((method) => [method, method.createRefresher(appContext)]),
  );
  return async (row) => (await refreshers.get(signingMethodOf(row))?.(row)) ?? false;
}
