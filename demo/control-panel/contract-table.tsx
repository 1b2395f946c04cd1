import type { PanelStore } from './panel-store.ts';
import { ScrollRegion } from './scroll-region.tsx';
import type { SimulatedContract } from './simulator-control.ts';

/** Text of an upstream status. The upstream uses the British spelling "cancelled". */
const statusText = (status: string) => status.replace('cancelled', 'canceled').replaceAll('_', ' ');

function ContractRow({ store, contract }: { readonly store: PanelStore; readonly contract: SimulatedContract }) {
  const { id, status, nextStatus } = contract;
  const reference = store.references.value[contract.reference];
  return (
    <tr>
      <td>
        {reference && (
          <>
            <strong>{reference}</strong>
            <br />
          </>
        )}
        Upstream ID <code>{id}</code>
      </td>
      <td>{statusText(status)}</td>
      <td>
        {nextStatus ? (
          <button type="button" aria-label={`Advance status of ${reference ?? id}`} onClick={() => store.advance(id)}>
            Advance status
          </button>
        ) : (
          'Final'
        )}
      </td>
    </tr>
  );
}

export const ContractTable = ({ store }: { readonly store: PanelStore }) => (
  <section aria-label="Contracts">
    <h2>Contracts</h2>
    {store.contracts.value.length === 0 ? (
      <p>
        No contracts yet. Complete a purchase on the <a href="/">demo page</a>.
      </p>
    ) : (
      <ScrollRegion label="Contract list">
        <table>
          <thead>
            <tr>
              <th>Reference</th>
              <th>Status</th>
              <th>Next status</th>
            </tr>
          </thead>
          <tbody>
            {store.contracts.value.map((contract) => (
              <ContractRow key={contract.id} store={store} contract={contract} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    )}
  </section>
);
