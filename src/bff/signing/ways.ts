import type { Deps } from '../deps.ts';
import type { Site } from '../sites/site.ts';
import type { ContractRow } from '../store/tables.ts';
import { fromInbox } from './from-inbox.ts';
import { inSession } from './in-session.ts';
import type { SigningWay } from './signing-way.ts';

/** How contracts that are made on a site are signed. */
export const wayFor = ({ signingMethod }: Pick<Site, 'signingMethod'>): SigningWay =>
  ({ session: inSession, email: fromInbox })[signingMethod];

/** How this contract is signed: as it was begun, whatever its site says by now. */
export const wayOf = ({ letter_id }: Pick<ContractRow, 'letter_id'>): SigningWay =>
  letter_id === null ? inSession : fromInbox;

/** Asks how a contract stands that somebody looks at, by the way it is signed. @example const asked = await ask(row) */
export const createWatch = (deps: Deps): ((row: ContractRow) => Promise<boolean>) => {
  const watches = new Map([inSession, fromInbox].map((way) => [way, way.watch(deps)]));
  return async (row) => (await watches.get(wayOf(row))?.(row)) ?? false;
};
