import type { ContractStatus } from '../../wire/contract.ts';

/** The road a contract takes when all goes well. */
export const CONTRACT_LIFECYCLE: readonly ContractStatus[] = [
  'draft',
  'sent',
  'viewed',
  'signed',
  'submitted',
  'accepted',
  'enrolled',
  'flowing',
];

const SIGNED_STATUSES: readonly ContractStatus[] = [
  'signed',
  'submitted',
  'accepted',
  'enrolled',
  'flowing',
  'on_hold',
  'rejected',
  'rescinded',
  'cancelled',
  'dropped',
];

const TERMINAL_STATUSES: readonly ContractStatus[] = [
  'flowing',
  'declined',
  'expired',
  'voided',
  'rejected',
  'rescinded',
  'cancelled',
  'dropped',
];

/** Waiting for its signature. */
export const isUnsigned = (status: ContractStatus): status is 'draft' | 'sent' | 'viewed' =>
  status === 'draft' || status === 'sent' || status === 'viewed';

/** The signature was given, whatever came after. */
export const isSigned = (status: ContractStatus) => SIGNED_STATUSES.includes(status);

/** Nothing more will happen to it. */
export const isFinal = (status: ContractStatus | undefined) =>
  status !== undefined && TERMINAL_STATUSES.includes(status);

/** It did not lead to energy: starting over is the way on. */
export const hasFailed = (status: ContractStatus) => status !== 'flowing' && isFinal(status);

/** Nothing binds anyone, and the same customer may well succeed with another offer or corrected details. */
export const isRetryable = (status: ContractStatus) =>
  status === 'declined' || status === 'expired' || status === 'voided' || status === 'rejected';
