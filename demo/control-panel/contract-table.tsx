import { signal } from '@preact/signals';
import type { PanelStore } from './panel-store.ts';
import { ScrollRegion } from './scroll-region.tsx';
import type { SimulatedContract } from './simulator-control.ts';

const searchText = signal('');
const statusFilter = signal('');

/** Text of an upstream status. The upstream uses the British spelling "cancelled". */
const statusText = (status: string) => status.replace('cancelled', 'canceled').replaceAll('_', ' ');

function isShown({ id, status, reference }: SimulatedContract, store: PanelStore): boolean {
  const names = [store.references.value[reference] ?? '', id];
  const search = searchText.value.trim().toLowerCase();
  return (
    (!statusFilter.value || status === statusFilter.value) && names.some((name) => name.toLowerCase().includes(search))
  );
}

/** Without the names of businesses, because the simulator lists contracts without personal data. */
function Filter({ store }: { readonly store: PanelStore }) {
  const statuses = new Set([...store.contracts.value.map(({ status }) => status), statusFilter.value].filter(Boolean));
  return (
    <div class="row filter">
      <label>
        Reference or ID
        <input
          type="search"
          value={searchText.value}
          onInput={({ currentTarget }) => {
            searchText.value = currentTarget.value;
          }}
        />
      </label>
      <label>
        Status
        <select
          value={statusFilter.value}
          onChange={({ currentTarget }) => {
            statusFilter.value = currentTarget.value;
          }}
        >
          <option value="">All</option>
          {[...statuses].sort().map((status) => (
            <option key={status} value={status}>
              {statusText(status)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function ContractRow({ store, contract }: { readonly store: PanelStore; readonly contract: SimulatedContract }) {
  const { id, status, nextStatus } = contract;
  const reference = store.references.value[contract.reference];
  return (
    <tr>
      <td>
        {reference && (
          <>
            <a href={`/panel/contracts/${contract.reference}`} target="_blank" rel="noreferrer">
              <strong>{reference}</strong>
            </a>
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

function ContractList({ store }: { readonly store: PanelStore }) {
  const contracts = store.contracts.value.filter((contract) => isShown(contract, store));
  return (
    <>
      <p>Select a reference to open the contract as its customer.</p>
      <Filter store={store} />
      {contracts.length === 0 ? (
        <p>No contracts match the filter.</p>
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
              {contracts.map((contract) => (
                <ContractRow key={contract.id} store={store} contract={contract} />
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </>
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
      <ContractList store={store} />
    )}
  </section>
);
