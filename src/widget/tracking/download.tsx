import { useSignal } from '@preact/signals';
import { type Contract, contractDocument } from '../../wire/contract.ts';
import { ProblemError } from '../bff/problem-error.ts';
import type { TrackingTexts } from '../i18n/en/tracking.ts';
import type { Shopper } from '../shopper.ts';
import { troubleOf } from '../trouble.ts';

interface DownloadProps {
  readonly shopper: Shopper;
  readonly contract: Contract;
  readonly texts: TrackingTexts;
}

/** The contract as a file. It is fetched with the token in a header, so no link to it can be passed on. */
export function Download({ shopper, contract, texts }: DownloadProps) {
  const state = useSignal<'idle' | 'busy' | string>('idle');
  const { language } = shopper;

  async function download() {
    if (state.value === 'busy') return;
    state.value = 'busy';
    try {
      const client = await shopper.client();
      const response = await client.open(contractDocument, { params: { id: contract.id } });
      const address = URL.createObjectURL(await response.blob());
      const link = document.createElement('a');
      link.href = address;
      link.download = texts.fileName(contract.reference);
      link.click();
      // The browser needs the address until it has begun to save.
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
      state.value = 'idle';
    } catch (error) {
      const early = error instanceof ProblemError && error.problem.code === 'document_not_ready';
      state.value = early ? texts.notReady : language.shell.trouble[troubleOf(error)];
    }
  }

  return (
    <>
      <button type="button" onClick={download}>
        {state.value === 'busy' ? texts.downloading : texts.download}
      </button>
      <p class="note error" role="status">
        {state.value !== 'idle' && state.value !== 'busy' && state.value}
      </p>
    </>
  );
}
