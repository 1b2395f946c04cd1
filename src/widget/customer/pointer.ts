import type { UploadKind } from '../../wire/upload.ts';
import type { AccountInput } from './customer-input.ts';

/** JSON pointer into the contract's body, `/accounts/0/identifier`: how client and server name the same field. */
export type Pointer = string;

/** What is wrong at which field: a stable code. */
export type Faults = Readonly<Record<Pointer, string>>;

export type AccountField = Exclude<keyof AccountInput, 'key' | 'annualUsage'>;

export const filePointers: Record<UploadKind, Pointer> = {
  latest_bill: '/latestBill',
  tax_exemption: '/taxExemption/certificate',
};

const ofAccount: readonly AccountField[] = ['identifier', 'meterNumber', 'nameKey'];

/** @example accountPointer(0, 'street') // '/accounts/0/serviceAddress/street' */
export const accountPointer = (index: number, field: AccountField): Pointer =>
  `/accounts/${index}${ofAccount.includes(field) ? '' : '/serviceAddress'}/${field}`;
