import { randomUUID } from 'node:crypto';
import type { MscPrice } from '../../upstreams/msc/pricing-schema.ts';
import type { MscReason, MscSigner, MscStatus } from '../../upstreams/msc/status.ts';
import type { Environment } from '../partner.ts';
import type { Envelope } from '../signing/envelope.ts';
import type { ContractInput } from './contract-input.ts';

/** A contract as the simulator keeps it. `price` is the row as it stood when the contract was made. */
export interface Contract {
  readonly id: string;
  /** Counts up from 1, for people. */
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
  /** In signing order; a signing URL is the first one's. */
  signers: readonly MscSigner[];
  updatedAt: Date;
  /** Grows over all contracts with every change: pages of changes are cut along it. */
  changeSeq: number;
}

export interface ContractAccount {
  readonly last4: string;
  readonly status: MscStatus;
  readonly reasons: readonly MscReason[];
}

export const newContractId = (environment: Environment): string =>
  `msc_${environment}_${randomUUID().replaceAll('-', '').slice(0, 20)}`;

/** Whether the document is out for signature. */
export const isOutForSignature = ({ status }: Contract): boolean => status === 'sent' || status === 'viewed';

/** Whether nobody has signed, and it can still be signed. */
export const isUnsigned = (contract: Contract): boolean => contract.status === 'draft' || isOutForSignature(contract);

/** Whether the first signer, whom signing URLs are for, can still sign. */
export const isSignable = (contract: Contract): boolean =>
  isOutForSignature(contract) && contract.signers[0]?.status === 'waiting';
