import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type Contract, type ContractStatus, getContract } from '../../wire/contract.ts';
import { ProblemError } from '../api/errors.ts';
import type { TrackingMessages } from '../i18n/en/tracking-step.ts';
import type { SessionStore } from '../session-storage.ts';
import { dispatchSigningEvent } from '../signing/signing-machine.ts';
import type { WidgetContext } from '../widget-context.ts';

interface OtherContractsProps {
  readonly context: WidgetContext;
  readonly contract: Contract;
  readonly messages: TrackingMessages;
}

/** Lists the other contracts of this tab, so that the customer can return to an earlier contract. */
export function OtherContracts({ context, contract, messages }: OtherContractsProps) {
  const { id, reference } = contract;
  const others = useSignal<readonly TabContract[]>([]);
  const summaries = useSignal<Readonly<Partial<Record<string, ContractSummary>>>>({});
  useEffect(() => {
    const { sessionStore } = context;
    const list = () => {
      others.value = readTabContracts(sessionStore).filter((other) => other.id !== id);
    };
    addTabContract(sessionStore, { id, reference });
    list();
    const aborter = new AbortController();
    for (const other of others.peek())
      readSummary(context, other.id, aborter.signal).then(
        (summary) => {
          summaries.value = { ...summaries.peek(), [other.id]: summary };
        },
        (error: unknown) => {
          if (!(error instanceof ProblemError) || error.problem.status !== 404) return;
          removeTabContract(sessionStore, other.id);
          list();
        },
      );
    return () => aborter.abort();
  }, [context, id, reference]);

  const show = (contractId: string) => {
    dispatchSigningEvent(context, { type: 'reset' });
    context.dispatch({ type: 'contract_created', contractId });
  };
  if (!others.value.length) return null;
  return (
    <section class="other-contracts" aria-labelledby="other-contracts">
      <h3 id="other-contracts">{messages.otherContracts}</h3>
      <ul>
        {others.value.map((other) => {
          const summary = summaries.value[other.id];
          return (
            <li key={other.id}>
              <button type="button" class="button-link" onClick={() => show(other.id)}>
                {messages.contract(other.reference)}
              </button>{' '}
              {summary && (
                <span class="text-small text-muted">
                  {summary.supplier} · {messages.event[summary.status]}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

interface ContractSummary {
  readonly supplier: string;
  readonly status: ContractStatus;
}

async function readSummary(context: WidgetContext, id: string, signal: AbortSignal): Promise<ContractSummary> {
  const client = await context.loadApiClient();
  const { status, terms } = await client.call(getContract, { params: { id }, signal });
  return { status, supplier: terms.supplier };
}

/** A contract that this tab has shown. The reference grants no access and is not personal. */
export interface TabContract {
  readonly id: string;
  readonly reference: string;
}

/** Maximum number of listed contracts. Beyond this number, the oldest contracts are dropped. */
const MAX_TAB_CONTRACTS = 10;

/** Returns the contracts that this tab has shown, oldest first. */
const readTabContracts = ({ read }: Pick<SessionStore, 'read'>): readonly TabContract[] =>
  [...(read('contracts') ?? '').matchAll(/(\w{1,64}):([\w-]{1,32})/g)].map(([, id = '', reference = '']) => ({
    id,
    reference,
  }));

/** The reference of the newest contract that this tab has shown after this contract. */
export function newerContract(store: Pick<SessionStore, 'read'>, id: string): string | undefined {
  const contracts = readTabContracts(store);
  const newest = contracts.at(-1);
  return contracts.some((contract) => contract.id === id) && newest?.id !== id ? newest?.reference : undefined;
}

const writeTabContracts = ({ write }: Pick<SessionStore, 'write'>, contracts: readonly TabContract[]): void =>
  write('contracts', contracts.map(({ id, reference }) => `${id}:${reference}`).join(' '));

function addTabContract(store: SessionStore, { id, reference }: Pick<Contract, 'id' | 'reference'>): void {
  const contracts = readTabContracts(store);
  if (contracts.every((contract) => contract.id !== id))
    writeTabContracts(store, [...contracts, { id, reference }].slice(-MAX_TAB_CONTRACTS));
}

const removeTabContract = (store: SessionStore, id: string): void =>
  writeTabContracts(
    store,
    readTabContracts(store).filter((contract) => contract.id !== id),
  );
