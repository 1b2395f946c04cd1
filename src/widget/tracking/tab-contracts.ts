import type { Contract } from '../../wire/contract.ts';
import type { SessionStore } from '../session-storage.ts';

/** A contract that this tab has shown. The reference grants no access and is not personal. */
export interface TabContract {
  readonly id: string;
  readonly reference: string;
}

/** The oldest ones are dropped. */
const MAX_TAB_CONTRACTS = 10;

/** The contracts that this tab has shown, the first one first. */
export const readTabContracts = ({ read }: Pick<SessionStore, 'read'>): readonly TabContract[] =>
  [...(read('contracts') ?? '').matchAll(/(\w{1,64}):([\w-]{1,32})/g)].map(([, id = '', reference = '']) => ({
    id,
    reference,
  }));

const writeTabContracts = ({ write }: Pick<SessionStore, 'write'>, contracts: readonly TabContract[]): void =>
  write('contracts', contracts.map(({ id, reference }) => `${id}:${reference}`).join(' '));

/** Adds a contract, unless it is there already. */
export function addTabContract(store: SessionStore, { id, reference }: Pick<Contract, 'id' | 'reference'>): void {
  const contracts = readTabContracts(store);
  if (contracts.every((contract) => contract.id !== id))
    writeTabContracts(store, [...contracts, { id, reference }].slice(-MAX_TAB_CONTRACTS));
}

/** Removes a contract that this tab's session cannot read. */
export const removeTabContract = (store: SessionStore, id: string): void =>
  writeTabContracts(
    store,
    readTabContracts(store).filter((contract) => contract.id !== id),
  );
