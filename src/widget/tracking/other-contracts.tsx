import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type Contract, type ContractStatus, getContract } from '../../wire/contract.ts';
import { ProblemError } from '../api/problem-error.ts';
import type { TrackingMessages } from '../i18n/en/tracking.ts';
import { dispatchSigningEvent } from '../signing/signing-machine.ts';
import type { WidgetContext } from '../widget-context.ts';
import { addTabContract, readTabContracts, removeTabContract, type TabContract } from './tab-contracts.ts';

interface OtherContractsProps {
  readonly context: WidgetContext;
  /** The contract that is shown. */
  readonly contract: Contract;
  readonly messages: TrackingMessages;
}

/** Lists the other contracts of this tab, so that one stays within reach after another one has followed. */
export function OtherContracts({ context, contract, messages }: OtherContractsProps) {
  const { id, reference } = contract;
  const others = useSignal<readonly TabContract[]>([]);
  const statuses = useSignal<Readonly<Partial<Record<string, ContractStatus>>>>({});
  useEffect(() => {
    const { sessionStore } = context;
    const list = () => {
      others.value = readTabContracts(sessionStore).filter((other) => other.id !== id);
    };
    addTabContract(sessionStore, { id, reference });
    list();
    const aborter = new AbortController();
    for (const other of others.peek())
      readStatus(context, other.id, aborter.signal).then(
        (status) => {
          statuses.value = { ...statuses.peek(), [other.id]: status };
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
          const status = statuses.value[other.id];
          return (
            <li key={other.id}>
              <button type="button" class="button-link" onClick={() => show(other.id)}>
                {messages.contract(other.reference)}
              </button>{' '}
              {status && <span class="text-small text-muted">{messages.event[status]}</span>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

async function readStatus(context: WidgetContext, id: string, signal: AbortSignal): Promise<ContractStatus> {
  const client = await context.loadApiClient();
  return (await client.call(getContract, { params: { id }, signal })).status;
}
