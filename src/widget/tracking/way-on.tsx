import type { Contract } from '../../wire/contract.ts';
import { isOver, isRetryable, isUnsigned } from '../contract/road.ts';
import type { TrackingTexts } from '../i18n/en/tracking.ts';
import type { Shopper } from '../shopper.ts';
import { fixableFields } from './fixable.ts';

interface WayOnProps {
  readonly shopper: Shopper;
  readonly contract: Contract;
  readonly texts: TrackingTexts;
}

/**
 * What can be done after this contract: put it right and send it again, take another offer, begin anew. Each makes a
 * new contract from a price of today, never quietly another document for this one.
 */
export function WayOn({ shopper, contract, texts }: WayOnProps) {
  const { status } = contract;
  const flow = shopper.flow.value;
  const typed = shopper.customerInput.value;
  const retryable = isRetryable(status);
  const canFix = typed && flow.step === 'tracking' && flow.contractId && flow.choice;
  const fields = canFix ? fixableFields(contract, typed.accounts) : [];
  const retry = { rejected: typed ? texts.tryAgainWithDetails : texts.seeRates, declined: texts.chooseAnother };
  const tryAgain = () => shopper.go({ type: 'choose_again' });
  // Both energies are bought: once this one is signed, the other is next.
  const [other] = isUnsigned(status) || isOver(status) ? [] : shopper.toBuy.value;

  return (
    <>
      {fields.length > 0 && <p class="way">{texts.fixHint}</p>}
      {retryable && !typed && <p class="way">{texts.typedGone}</p>}
      <div class="actions">
        {other && (
          <button
            type="button"
            class="primary"
            onClick={() => {
              // The same business at the same doors, but other meters, and another bill from another supplier.
              shopper.customerInput.value = typed && {
                ...typed,
                texts: { ...typed.texts, '/currentSupply/supplier': '', '/currentSupply/contractEnd': '' },
                accounts: typed.accounts.map(({ annualUsage: _, ...account }) => ({
                  ...account,
                  identifier: '',
                  meterNumber: '',
                })),
              };
              const { latest_bill: _, ...files } = shopper.files.value;
              shopper.files.value = files;
              shopper.listed.value = undefined;
              tryAgain();
            }}
          >
            {texts.otherEnergy[other]}
          </button>
        )}
        {fields.length > 0 && (
          <button type="button" class="primary" onClick={() => shopper.go({ type: 'fix', fields })}>
            {texts.fix}
          </button>
        )}
        {retryable && (
          <button type="button" class={fields.length ? '' : 'primary'} onClick={tryAgain}>
            {status === 'rejected' || status === 'declined' ? retry[status] : texts.seeRates}
          </button>
        )}
        {(!retryable || typed) && (
          <button
            type="button"
            class={isOver(status) && !retryable ? 'primary' : ''}
            onClick={() => {
              shopper.customerInput.value = undefined;
              shopper.files.value = {};
              tryAgain();
            }}
          >
            {isUnsigned(status) ? texts.leaveUnsigned : isOver(status) ? texts.startOver : texts.another}
          </button>
        )}
      </div>
    </>
  );
}
