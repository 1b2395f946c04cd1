import { randomUUID } from 'node:crypto';
import type { MscPrice } from '../../upstreams/msc/pricing-schema.ts';
import type { MscReason, MscSigner, MscStatus } from '../../upstreams/msc/status.ts';
import type { Environment } from '../authenticate.ts';
import type { ContractInput } from './contract-input.ts';

/** A contract in the simulator's memory. `price` is the price when the contract was created. */
export interface Contract {
  readonly id: string;
  /** Consecutive number, starting at 1. */
  readonly number: number;
  readonly environment: Environment;
  readonly partnerId: string;
  readonly input: ContractInput;
  readonly price: MscPrice;
  readonly envelope: Envelope;
  readonly createdAt: Date;
  status: MscStatus;
  reasons: readonly MscReason[];
  accounts: readonly ContractAccount[];
  /** The signers in signing order. Signing URLs are for the first signer. */
  signers: readonly MscSigner[];
  updatedAt: Date;
  /** Number of the contract's last change, counted across all contracts. Used as the pagination cursor. */
  changeSeq: number;
}

interface ContractAccount {
  readonly last4: string;
  readonly status: MscStatus;
  readonly reasons: readonly MscReason[];
}

export const newContractId = (environment: Environment): string =>
  `msc_${environment}_${randomUUID().replaceAll('-', '').slice(0, 20)}`;

export const isAwaitingSignature = ({ status }: Contract): boolean => status === 'sent' || status === 'viewed';

/** Whether the contract is not fully signed yet and can still be signed. */
export const isUnsigned = (contract: Contract): boolean => contract.status === 'draft' || isAwaitingSignature(contract);

/** Whether the first signer can still sign. Signing URLs are for that signer. */
export const isSignable = (contract: Contract): boolean =>
  isAwaitingSignature(contract) && contract.signers[0]?.status === 'waiting';

/** The signing part of a contract: one document, and the first signer's signature or reason for declining. */
export interface Envelope {
  readonly id: string;
  /** The adopted name and the time of the signature. */
  signature?: {
    readonly name: string;
    readonly signedAt: Date;
    /** ID of the signed agreement, if the contract was signed in another system. */
    readonly agreementId?: string;
  };
  /** The reason for declining, in the signer's own words. */
  declineReason?: string;
}

export const newEnvelope = (): Envelope => ({ id: randomUUID() });

/** A partner in one environment. An owner has access only to the contracts that it created. */
export interface Owner {
  readonly partnerId: string;
  readonly environment: Environment;
}

export interface ContractStore {
  add(contract: Omit<Contract, 'number' | 'changeSeq'>): Contract;
  get(id: string): Contract | undefined;
  ownedBy(owner: Owner, id: string): Contract | undefined;
  byReference(owner: Owner, partnerReference: string): Contract | undefined;
  /** Contracts changed after `changeSeq`, in the order of their changes. */
  changedAfter(owner: Owner, changeSeq: number): Contract[];
  /** All contracts, newest first. */
  list(): Contract[];
  /** Changes the status of the contract and its accounts. The reasons also apply to the first account. */
  setStatus(contract: Contract, status: MscStatus, reasons?: readonly MscReason[]): void;
  clear(): void;
}

/**
 * Keeps contracts in memory. Beyond `maxContracts`, the oldest contracts are dropped. Calls `onChange` for each new or
 * changed contract.
 */
export function createContractStore(
  now: () => Date,
  onChange: (contract: Contract) => void,
  maxContracts = 5_000,
): ContractStore {
  const byId = new Map<string, Contract>();
  const references = new Map<string, string>();
  let lastNumber = 0;
  let lastChangeSeq = 0;

  const key = ({ partnerId, environment }: Owner, reference: string) => `${environment} ${partnerId} ${reference}`;
  const isOwnedBy = (owner: Owner, contract: Contract | undefined): contract is Contract =>
    contract?.partnerId === owner.partnerId && contract.environment === owner.environment;
  const ownedBy = (owner: Owner, id: string | undefined) => {
    const contract = id === undefined ? undefined : byId.get(id);
    return isOwnedBy(owner, contract) ? contract : undefined;
  };

  return {
    add(draft) {
      const contract: Contract = { ...draft, number: ++lastNumber, changeSeq: ++lastChangeSeq };
      byId.set(contract.id, contract);
      references.set(key(contract, contract.input.partnerReference), contract.id);
      if (byId.size > maxContracts) {
        const [oldest] = byId.values();
        if (oldest) {
          byId.delete(oldest.id);
          references.delete(key(oldest, oldest.input.partnerReference));
        }
      }
      onChange(contract);
      return contract;
    },
    get: (id) => byId.get(id),
    ownedBy,
    byReference: (owner, reference) => ownedBy(owner, references.get(key(owner, reference))),
    changedAfter: (owner, changeSeq) =>
      [...byId.values()]
        .filter((contract) => isOwnedBy(owner, contract) && contract.changeSeq > changeSeq)
        .sort((a, b) => a.changeSeq - b.changeSeq),
    list: () => [...byId.values()].reverse(),
    setStatus(contract, status, reasons = []) {
      contract.status = status;
      contract.reasons = reasons;
      contract.accounts = contract.accounts.map(({ last4 }, index) => ({
        last4,
        status,
        reasons: index === 0 ? reasons : [],
      }));
      contract.updatedAt = now();
      contract.changeSeq = ++lastChangeSeq;
      onChange(contract);
    },
    clear() {
      byId.clear();
      references.clear();
    },
  };
}
