import { signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Notice } from '../controls/notice.tsx';
import { SelectField } from '../controls/select-field.tsx';
import { TextField } from '../controls/text-field.tsx';
import type { Choice } from '../flow.ts';
import type { CustomerTexts } from '../i18n/en/customer.ts';
import type { Shopper } from '../shopper.ts';
import stepCss from '../step.css?inline';
import { AccountFields } from './account-fields.tsx';
import { ChoiceSummary } from './choice-summary.tsx';
import customerCss from './customer.css?inline';
import { createCustomerModel } from './customer-model.ts';
import { entityTypes } from './entity-types.ts';
import { faultWords } from './fault-words.ts';
import { warnBeforeLeaving } from './leave-warning.ts';
import { listedAccounts, mostAccounts } from './listed-accounts.ts';
import { nameLimit } from './name-limit.ts';
import { accountPointer, pointers } from './pointer.ts';
import { TaxIdField } from './tax-id-field.tsx';

export const css = stepCss + customerCss;

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
  const refused = flow.value.step === 'customer' ? flow.value.refused : undefined;
  const model = useMemo(
    () => createCustomerModel({ held: shopper.customerInput, utility, postalCode, refused: refused ?? [], listed }),
    [shopper, utility, postalCode, refused, listed],
  );

  /** What the last act made is on the page once it has been drawn again. */
  const focusOn = (selector: string) =>
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>(selector)?.focus());
  const focusMeter = (index: number) => focusOn(`[name="${accountPointer(index, 'identifier')}"]`);

  useEffect(() => warnBeforeLeaving(shopper), [shopper]);
  useEffect(() => {
    if (refused) focusOn('[aria-invalid]');
  }, [refused]);

  const input = model.input.value;
  const faults = model.faults.value;
  const optional = language.shell.optional;

  type Field = keyof typeof pointers;
  const field = (name: Field) => ({
    name: pointers[name],
    value: input[name],
    onText: (text: string) => model.type(name, text),
    onLeave: () => model.leave(pointers[name]),
    error: faultWords(texts, faults[pointers[name]]),
  });
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

        <h2>{texts.customerHeading}</h2>
        <div class="grid">
          <TextField
            {...field('legalName')}
            label={texts.legalName}
            hint={texts.legalNameHint(nameLimit(utility.state))}
            input={{ autocomplete: 'organization', maxLength: 100 }}
          />
          <SelectField
            name={pointers.entityType}
            label={texts.entityType}
            value={entityTypes.find((type) => type === input.entityType) ?? ''}
            placeholder={texts.choose}
            choices={entityTypes.map((value) => ({ value, label: texts.entityTypes[value] }))}
            onPick={(value) => model.type('entityType', value)}
            onLeave={() => model.leave(pointers.entityType)}
            error={faultWords(texts, faults[pointers.entityType])}
          />
          <TaxIdField {...field('taxId')} ofPerson={input.entityType === 'sole_proprietor'} texts={texts} />
        </div>

        <h2>{texts.signerHeading}</h2>
        <p class="muted">{texts.signerHint}</p>
        <div class="grid">
          <TextField {...field('name')} label={texts.name} input={{ autocomplete: 'name', maxLength: 100 }} />
          <TextField
            {...field('title')}
            label={texts.title}
            input={{ autocomplete: 'organization-title', maxLength: 60 }}
          />
          <TextField
            {...field('email')}
            label={texts.email}
            input={{ inputMode: 'email', autocomplete: 'email', spellcheck: false }}
          />
          <TextField {...field('phone')} label={texts.phone} input={{ inputMode: 'tel', autocomplete: 'tel' }} />
        </div>
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
