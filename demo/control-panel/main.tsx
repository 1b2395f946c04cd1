import { render } from 'preact';
import { ContractTable } from './contract-table.tsx';
import { JournalTable } from './journal-table.tsx';
import { createPanelStore } from './panel-store.ts';
import { ScenarioForm } from './scenario-form.tsx';

const host = document.querySelector<HTMLElement>('#panel');
if (!host) throw new Error('the page has no #panel');
const store = createPanelStore(host.dataset.simulator ?? '');

const Panel = () => (
  <main>
    <header>
      <h1>Simulator panel</h1>
      <p>Simulate supplier, signing and webhook behavior. Changes apply immediately, including on open pages.</p>
      <a href="/" target="_blank" rel="noreferrer">
        Open the demo page
      </a>
      <p role="alert" class="bad">
        {store.errorText.value}
      </p>
      <p role="status">{store.notice.value}</p>
    </header>
    <ScenarioForm store={store} />
    <div class="stack">
      <ContractTable store={store} />
      <JournalTable store={store} />
    </div>
  </main>
);

render(<Panel />, host);
store.start();
