import { randomUUID } from 'node:crypto';
import type { MscPrice } from '../../upstreams/msc/pricing-schema.ts';
import type { MscReason, MscSigner, MscStatus } from '../../upstreams/msc/status.ts';
import type { Environment } from '../partner.ts';
import type { ContractInput } from './contract-input.ts';

/** A contract in the simulator's memory. `price` is the price at the time of its creation. */
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
  /** In signing order. Signing URLs are for the first signer. */
  signers: readonly MscSigner[];
  updatedAt: Date;
  /** Number of the contract's last change, counted across all contracts. Used as the pagination cursor. */
  changeSeq: number;
}

export interface ContractAccount {
  readonly last4: string;
  readonly status: MscStatus;
  readonly reasons: readonly MscReason[];
}

export const newContractId = (environment: Environment): string =>
  `msc_${environment}_${randomUUID().replaceAll('-', '').slice(0, 20)}`;

/** Whether the document is waiting for signatures. */
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
    /** Set if it was signed in another system. */
    readonly agreementId?: string;
  };
  /** The reason for declining, in the signer's own words. */
  declineReason?: string;
}

export const newEnvelope = (): Envelope => ({ id: randomUUID() });
