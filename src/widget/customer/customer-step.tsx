import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Notice } from '../controls/notice.tsx';
import type { Choice, Flow } from '../flow.ts';
import type { CustomerTexts } from '../i18n/en/customer.ts';
import type { Language } from '../i18n/language.ts';
import type { Shopper } from '../shopper.ts';
import { AccountFields } from './account-fields.tsx';
import { BusinessSection } from './business-section.tsx';
import { ChoiceSummary } from './choice-summary.tsx';
import { createCustomerModel } from './customer-model.ts';
import { warnBeforeLeaving } from './leave-warning.ts';
import { mostAccounts } from './most-accounts.ts';
import { accountPointer, filePointers } from './pointer.ts';
import { loadSeldom, type Seldom, SeldomDetails, SeldomPart, seldomHasCome } from './seldom-part.tsx';
import { SignerSection } from './signer-section.tsx';
import { SupplySection } from './supply-section.tsx';

interface CustomerStepProps {
  readonly shopper: Shopper;
  readonly choice: Choice;
  readonly texts: CustomerTexts;
}

/** Which meters, who buys, who signs. */
export function CustomerStep(props: CustomerStepProps) {
  const { shopper, choice } = props;
  // Who is sure to need it gets it before the form is drawn: then nothing moves, and the focus finds its field.
  const atOnce = useMemo(() => {
    const { refused, field } = ledBy(shopper);
    // The review may lead back to a bill that is missing. Of all else it leads to, the words came along.
    return (
      seldomHasCome() ||
      refused ||
      shopper.listed.peek() ||
      choice.utility.needs.length ||
      field === filePointers.latest_bill
    );
  }, []);
  return atOnce ? (
    <SeldomPart shopper={shopper}>{(seldom) => <CustomerForm {...props} seldom={seldom} />}</SeldomPart>
  ) : (
    <CustomerForm {...props} />
  );
}

/** What led here, if it was not the choice of an offer. */
function ledBy({ flow }: Shopper): Pick<Extract<Flow, { step: 'customer' }>, 'refused' | 'field'> {
  return flow.value.step === 'customer' ? flow.value : {};
}

interface CustomerFormProps extends CustomerStepProps {
  readonly seldom?: Seldom;
}

/** The meters first, while the bill is still at hand. */
function CustomerForm({ shopper, choice, seldom, ...props }: CustomerFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const tried = useSignal(false);
  const { utility, postalCode } = choice;
  const { refused, field: wanted } = ledBy(shopper);
  const words = useSignal(seldom?.words);
  const texts = { ...props.texts, errors: { ...props.texts.errors, ...words.value?.errors } };
  const model = useMemo(
    () =>
      createCustomerModel({
        held: shopper.customerInput,
        files: shopper.files,
        utility,
        postalCode,
        refused:
          seldom &&
          refused &&
          ((count) => seldom.refusedFaults(refused, { ...texts.errors, ...seldom.words.files.errors }, count)),
        listed: seldom?.listedAccounts(shopper.listed.peek(), utility),
      }),
    [],
  );

  /** What the last act made is on the page once it has been drawn again. */
  const focusOn = (selector: string) =>
    requestAnimationFrame(() => {
      const found = form.current?.querySelector<HTMLElement>(selector);
      found?.closest('details')?.setAttribute('open', '');
      found?.focus();
    });
  const focusMeter = (index: number) => focusOn(`[name="${accountPointer(index, 'identifier')}"]`);

  useEffect(() => warnBeforeLeaving(shopper), [shopper]);
  const { language } = shopper;
  const told = useRef<Language>(undefined);
  useEffect(() => {
    if (told.current === language || Object.values(model.faults.value).every((code) => code in props.texts.errors))
      return;
    // Until they come, and where they do not, a fault is told in general words.
    loadSeldom(shopper).then(
      (loaded) => {
        told.current = language;
        words.value = loaded.words;
      },
      () => {},
    );
  });
  useEffect(() => {
    if (refused) focusOn('[aria-invalid]');
    if (wanted) focusOn(`[name="${wanted}"]`);
  }, []);

  const { accounts } = model.input.value;
  const count = Object.keys(model.faults.value).length;
  const section = { shopper, choice, model, texts, seldom };

  return (
    <div class="columns">
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const details = model.finish();
          if (details) return shopper.go({ type: 'details_given', details });
          tried.value = true;
          focusOn('[aria-invalid]');
        }}
      >
        {seldom && refused && <Notice>{seldom.words.refused(refused.length)}</Notice>}
        <h2>{texts.metersHeading}</h2>
        <p class="muted">{texts.metersHint(utility.identifier.name)}</p>
        <SeldomDetails shopper={shopper} words={texts.billHint(utility.identifier.name)}>
          {({ BillDrawing, words }) => <BillDrawing utility={utility} texts={words.billHint} />}
        </SeldomDetails>
        {seldom && <seldom.ListNotes {...section} words={seldom.words} />}
        {accounts.map((account, index) => (
          <AccountFields
            {...section}
            key={account.key}
            account={account}
            index={index}
            count={accounts.length}
            onRemove={() => {
              model.removeAccount(index);
              focusMeter(Math.min(index, accounts.length - 2));
            }}
          />
        ))}
        {accounts.length < mostAccounts && (
          <button
            type="button"
            onClick={() => {
              model.addAccount();
              focusMeter(accounts.length);
            }}
          >
            {texts.addMeter}
          </button>
        )}

        <BusinessSection {...section} />
        <SignerSection {...section} />
        <SupplySection {...section} />
        <h2>{texts.papersHeading}</h2>
        <SeldomDetails shopper={shopper} seldom={seldom} words={texts.papers}>
          {({ FilesSection, words }) => <FilesSection {...section} words={words.files} />}
        </SeldomDetails>
        <p class="error" role="status">
          {tried.value && count > 0 && texts.fixThese(count)}
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
      <ChoiceSummary choice={choice} texts={texts.summary} format={shopper.format}>
        <p class="muted small">{texts.summary.energyOnly}</p>
      </ChoiceSummary>
    </div>
  );
}
