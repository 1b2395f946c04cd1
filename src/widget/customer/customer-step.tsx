import { signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Notice } from '../controls/notice.tsx';
import type { Choice } from '../flow.ts';
import type { CustomerTexts } from '../i18n/en/customer.ts';
import type { Shopper } from '../shopper.ts';
import { AccountFields } from './account-fields.tsx';
import { BillHint } from './bill-hint.tsx';
import { BusinessSection } from './business-section.tsx';
import { ChoiceSummary } from './choice-summary.tsx';
import { createCustomerModel } from './customer-model.ts';
import { createFileActions } from './files.ts';
import { FilesSection } from './files-section.tsx';
import { warnBeforeLeaving } from './leave-warning.ts';
import { listedAccounts, mostAccounts } from './listed-accounts.ts';
import { accountPointer } from './pointer.ts';
import { SignerSection } from './signer-section.tsx';
import { SupplySection } from './supply-section.tsx';
import { usageMisfit } from './usage-fit.ts';

interface CustomerStepProps {
  readonly shopper: Shopper;
  readonly choice: Choice;
  readonly texts: CustomerTexts;
}

/** Which meters, who buys, who signs: the meters first, while the bill is still at hand. */
export function CustomerStep({ shopper, choice, texts }: CustomerStepProps) {
  const { format, language, flow } = shopper;
  const form = useRef<HTMLFormElement>(null);
  const tried = useMemo(() => signal(0), []);
  const { utility, postalCode } = choice;
  const sites = shopper.listed.value;
  const listed = useMemo(() => listedAccounts(sites, utility), [sites, utility]);
  const { refused, field: wanted } = flow.value.step === 'customer' ? flow.value : {};
  const model = useMemo(
    () =>
      createCustomerModel({
        held: shopper.customerInput,
        files: shopper.files,
        utility,
        postalCode,
        refused: refused ?? [],
        listed,
      }),
    [shopper, utility, postalCode, refused, listed],
  );
  const fileActions = useMemo(() => createFileActions(shopper), [shopper]);

  /** What the last act made is on the page once it has been drawn again. */
  const focusOn = (selector: string) =>
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>(selector)?.focus());
  const focusMeter = (index: number) => focusOn(`[name="${accountPointer(index, 'identifier')}"]`);

  useEffect(() => warnBeforeLeaving(shopper), [shopper]);
  useEffect(() => {
    if (refused) focusOn('[aria-invalid]');
  }, [refused]);
  useEffect(() => {
    if (wanted) focusOn(`[name="${wanted}"]`);
  }, [wanted]);

  const input = model.input.value;
  const faults = model.faults.value;
  const optional = language.shell.optional;

  const misfit = usageMisfit(input.accounts, choice.offer);
  const section = { model, texts, optional };
  const count = Object.keys(faults).length;

  return (
    <div class="columns">
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const details = model.finish();
          if (details) return shopper.go({ type: 'details_given', details });
          tried.value++;
          focusOn('[aria-invalid]');
        }}
      >
        {refused && <Notice>{texts.refused(refused.length)}</Notice>}
        <h2>{texts.metersHeading}</h2>
        <p class="muted">{texts.metersHint(utility.identifier.name)}</p>
        <BillHint utility={utility} texts={texts.billHint} />
        {misfit && (
          <Notice action={texts.back} onAction={() => shopper.go({ type: 'back' })}>
            {texts.misfit(`${format.number(misfit.amount)} ${format.unit(misfit.unit)}`)}
          </Notice>
        )}
        {listed && sites && (
          <p class="muted">
            {sites.sites.length > mostAccounts
              ? texts.listTooLong(sites.sites.length, mostAccounts)
              : texts.fromList(listed.length)}
          </p>
        )}
        {input.accounts.map((account, index) => (
          <AccountFields
            key={account.key}
            account={account}
            index={index}
            count={input.accounts.length}
            model={model}
            utility={utility}
            texts={texts}
            format={format}
            optional={optional}
            onRemove={() => {
              model.removeAccount(index);
              focusMeter(Math.min(index, model.input.value.accounts.length - 1));
            }}
          />
        ))}
        {input.accounts.length < mostAccounts && (
          <button
            type="button"
            onClick={() => {
              model.addAccount();
              focusMeter(model.input.value.accounts.length - 1);
            }}
          >
            {texts.addMeter}
          </button>
        )}

        <BusinessSection {...section} utility={utility} />
        <SignerSection {...section} />
        <SupplySection {...section} choice={choice} format={format} />
        <FilesSection {...section} files={shopper.files.value} actions={fileActions} format={format} />
        <p class="error" role="status">
          {tried.value > 0 && count > 0 && texts.fixThese(count)}
        </p>
        <div class="actions">
          <button type="submit" class="primary">
            {texts.review}
          </button>
          <button type="button" onClick={() => shopper.go({ type: 'back' })}>
            {texts.back}
          </button>
        </div>
      </form>
      <ChoiceSummary choice={choice} texts={texts.summary} format={format}>
        <p class="muted small">{texts.summary.energyOnly}</p>
      </ChoiceSummary>
    </div>
  );
}
