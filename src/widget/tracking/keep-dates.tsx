import { useSignal } from '@preact/signals';
import type { Contract } from '../../wire/contract.ts';
import { hasEnded, isPastSigning } from '../../wire/contract-status.ts';
import type { TrackingMessages } from '../i18n/en/tracking.ts';
import { saveFile } from '../save-file.ts';

interface KeepDatesProps {
  readonly contract: Contract;
  readonly messages: TrackingMessages;
}

/** Saves the contract's start and end to the customer's calendar, and prints the page. Only for a signed contract. */
export function KeepDates({ contract, messages: { keepDates: messages } }: KeepDatesProps) {
  const hasFailed = useSignal(false);
  if (!isPastSigning(contract.status) || hasEnded(contract.status)) return null;
  const saveCalendar = async () => {
    hasFailed.value = false;
    try {
      const { contractCalendar } = await import('./contract-calendar.ts');
      const calendar = contractCalendar(contract, messages.events, new Date());
      saveFile(new Blob([calendar], { type: 'text/calendar;charset=utf-8' }), messages.fileName(contract.reference));
    } catch {
      hasFailed.value = true;
    }
  };
  return (
    <>
      <div class="button-row keep-dates">
        <button type="button" onClick={saveCalendar}>
          {messages.addToCalendar}
        </button>
        <button type="button" onClick={() => window.print()}>
          {messages.print}
        </button>
      </div>
      <p class="field-note field-note-error" role="status">
        {hasFailed.value && messages.failed}
      </p>
    </>
  );
}
