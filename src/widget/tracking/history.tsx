import type { Contract } from '../../wire/contract.ts';
import type { TrackingTexts } from '../i18n/en/tracking.ts';
import type { Format } from '../i18n/format.ts';
import { Timeline } from './timeline.tsx';

interface HistoryProps {
  readonly contract: Contract;
  readonly texts: TrackingTexts;
  readonly format: Format;
}

/** The contract's timeline, and under it each meter's own where there are several: utilities switch them one by one. */
export function History({ contract, texts, format }: HistoryProps) {
  const { accounts, terms } = contract;
  const { startMonth } = terms;
  return (
    <>
      <h3 class="hidden">{texts.history}</h3>
      <Timeline of={contract} startMonth={startMonth} texts={texts} format={format} />
      {accounts.length > 1 &&
        accounts.map((account) => (
          <details key={account.last4} class="meter-history">
            <summary>{texts.historyOf(account.last4, texts.meterStatus[account.status])}</summary>
            <Timeline of={account} startMonth={startMonth} texts={texts} format={format} />
          </details>
        ))}
    </>
  );
}
