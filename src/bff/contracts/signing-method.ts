import type { CreateContractRequest } from '../../wire/create-contract.ts';
import type { Presentation } from '../../wire/session.ts';
import type { SigningSession } from '../../wire/signing.ts';
import type { Caller } from '../auth/caller.ts';
import type { Agreement } from '../consent/templates.ts';
import type { Site } from '../partners/site.ts';
import type { ContractRow, SignatureRequestRow } from '../store/tables.ts';

type ContractIdentity = Pick<ContractRow, 'id' | 'reference'>;

/**
 * How contracts are signed. Callers check which optional members exist, instead of comparing the method's name.
 *
 * @typeParam Context `SigningContext`. It is a type parameter, because importing `SigningContext`, which depends on
 * this file, would form a cycle
 */
export interface SigningMethod<Context> {
  /** Creates the signature request that is stored together with a new intent. */
  newSignatureRequest?(
    context: Context,
    contract: ContractIdentity,
    caller: Caller,
    request: CreateContractRequest,
    agreement: Agreement,
  ): SignatureRequestRow;
  /**
   * Re-creates the signature request if retention has deleted the request or its payload before an interrupted contract
   * request is retried.
   */
  ensureSignatureRequest?(
    context: Context,
    row: ContractRow,
    caller: Caller,
    request: CreateContractRequest,
    agreement: Agreement,
  ): Promise<void>;
  /** Starts signing after the contract has been created. Failures are retried in the background. */
  start(context: Context, row: ContractRow): Promise<void>;
  /**
   * Creates a function that queries the upstream, at a limited rate, about a contract that someone is viewing.
   *
   * @returns a function that resolves to true if the stored contract may have changed
   */
  createRefresher(context: Context): (row: ContractRow) => Promise<boolean>;
  /** Creates a signing session. @throws ProblemError signing_not_possible | upstream_invalid */
  createSession?(
    context: Context,
    caller: Caller,
    row: ContractRow,
    options: { readonly presentation: Presentation; readonly returnTo: string | undefined },
  ): Promise<SigningSession>;
  /**
   * Actions on a contract's signature request.
   *
   * @throws ProblemError signature_request_closed, among others
   */
  readonly signatureRequest?: {
    resend(context: Context, caller: Caller, row: ContractRow, email: string | undefined): Promise<void>;
    cancel(context: Context, row: ContractRow): Promise<void>;
  };
}

export type SigningMethods<Context> = Readonly<Record<Site['signingMethod'], SigningMethod<Context>>>;

interface WithSigningMethods<Context> {
  readonly signingMethods: SigningMethods<Context>;
}

/**
 * The signing method of a contract. It is fixed when the contract is created, even if the site's setting changes later.
 */
export const signingMethodName = ({ letter_id }: Pick<ContractRow, 'letter_id'>): Site['signingMethod'] =>
  letter_id === null ? 'session' : 'email';

export const signingMethodOf = <Context>(
  { signingMethods }: WithSigningMethods<Context>,
  row: Pick<ContractRow, 'letter_id'>,
): SigningMethod<Context> => signingMethods[signingMethodName(row)];

/**
 * Creates a function that refreshes a contract by its signing method.
 *
 * @example const refreshed = await refreshIfDue(row)
 */
export function createRefresher<Context>(
  context: Context & WithSigningMethods<Context>,
): (row: ContractRow) => Promise<boolean> {
  const refreshers = {
    session: context.signingMethods.session.createRefresher(context),
    email: context.signingMethods.email.createRefresher(context),
  };
  return (row) => refreshers[signingMethodName(row)](row);
}
