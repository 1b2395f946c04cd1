import type { CreateContractInput } from '../../upstreams/msc/contracting-schema.ts';
import type { CreateContractRequest } from '../../wire/create-contract.ts';
import type { Presentation } from '../../wire/session.ts';
import type { SigningSession } from '../../wire/signing.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/authenticate.ts';
import type { VerifiedOffer } from '../rates/offer-token.ts';
import type { SignatureRequestRow } from '../signature-requests/signature-request-table.ts';
import type { ContractRow } from '../store/tables.ts';

/**
 * How contracts come to their signatures. There are two kinds: in a session that is opened now, on the page; and from an inbox,
 * later and elsewhere. What a way can do it has here; nobody outside of a way asks which one it is.
 */
export interface SigningMethod {
  /** What the upstream that makes a contract is told of its signing. */
  readonly upstreamInput: Pick<CreateContractInput, 'signing'>;
  /** The letter that is stored together with a new intent. */
  readonly newSignatureRequest?: (
    appContext: AppContext,
    contract: Pick<ContractRow, 'id' | 'reference'>,
    caller: Caller,
    request: CreateContractRequest,
    shown: VerifiedOffer,
  ) => SignatureRequestRow;
  /** Sees that the letter of an intent that was cut off is there still, when its request comes again. */
  readonly ensureSignatureRequest?: (
    appContext: AppContext,
    row: ContractRow,
    caller: Caller,
    request: CreateContractRequest,
    shown: VerifiedOffer,
  ) => Promise<void>;
  /** A contract has just been made. It is on disk: what fails here is made up for in the background. */
  start(appContext: AppContext, row: ContractRow): Promise<void>;
  /** Asks how a contract stands that somebody looks at, not too often. @returns true when it was asked: read it again */
  createRefresher(appContext: AppContext): (row: ContractRow) => Promise<boolean>;
  /** A place to sign at, now. @throws ProblemError signing_not_possible | upstream_invalid */
  readonly createSession?: (
    appContext: AppContext,
    caller: Caller,
    row: ContractRow,
    shown: { readonly presentation: Presentation; readonly returnTo: string | undefined },
  ) => Promise<SigningSession>;
  /** What may be done to a letter that is out. @throws ProblemError signature_request_closed and others */
  readonly signatureRequest?: {
    resend(appContext: AppContext, row: ContractRow, email: string | undefined): Promise<void>;
    cancel(appContext: AppContext, row: ContractRow): Promise<void>;
  };
}
