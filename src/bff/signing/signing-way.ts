import type { CreateContractInput } from '../../upstreams/msc/contracting-schema.ts';
import type { CreateContract } from '../../wire/contract.ts';
import type { Presentation } from '../../wire/session.ts';
import type { SigningSession } from '../../wire/signing.ts';
import type { Deps } from '../deps.ts';
import type { LetterRow } from '../letters/letter-table.ts';
import type { HeldOffer } from '../rates/offer-token.ts';
import type { Caller } from '../sites/authenticate.ts';
import type { ContractRow } from '../store/tables.ts';

/**
 * How contracts come to their signatures. There are two kinds: in a session that is opened now, on the page; and from an inbox,
 * later and elsewhere. What a way can do it has here; nobody outside of a way asks which one it is.
 */
export interface SigningWay {
  /** What the upstream that makes a contract is told of its signing. */
  readonly told: Pick<CreateContractInput, 'signing'>;
  /** The letter that is stored together with a new intent. */
  readonly newLetter?: (
    deps: Deps,
    contract: Pick<ContractRow, 'id' | 'reference'>,
    caller: Caller,
    request: CreateContract,
    shown: HeldOffer,
  ) => LetterRow;
  /** Sees that the letter of an intent that was cut off is there still, when its request comes again. */
  readonly keepLetter?: (
    deps: Deps,
    row: ContractRow,
    caller: Caller,
    request: CreateContract,
    shown: HeldOffer,
  ) => Promise<void>;
  /** A contract has just been made. It is on disk: what fails here is made up for in the background. */
  begin(deps: Deps, row: ContractRow): Promise<void>;
  /** Asks how a contract stands that somebody looks at, not too often. @returns true when it was asked: read it again */
  watch(deps: Deps): (row: ContractRow) => Promise<boolean>;
  /** A place to sign at, now. @throws ProblemError signing_not_possible | upstream_invalid */
  readonly openSession?: (
    deps: Deps,
    caller: Caller,
    row: ContractRow,
    shown: { readonly presentation: Presentation; readonly returnTo: string | undefined },
  ) => Promise<SigningSession>;
  /** What may be done to a letter that is out. @throws ProblemError letter_not_open and others */
  readonly letter?: {
    sendAgain(deps: Deps, row: ContractRow, email: string | undefined): Promise<void>;
    cancel(deps: Deps, row: ContractRow): Promise<void>;
  };
}
