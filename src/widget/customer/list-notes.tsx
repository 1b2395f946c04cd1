import { Notice } from '../controls/notice.tsx';
import type { SeldomTexts } from '../i18n/en/seldom.ts';
import { listedAccounts } from './listed-accounts.ts';
import { mostAccounts } from './most-accounts.ts';
import type { SectionProps } from './section-props.ts';
import { usageMisfit } from './usage-fit.ts';

/** What is to be said of meters that come from a list of the customer's. */
export function ListNotes({ shopper, choice, model, texts, words }: SectionProps & { readonly words: SeldomTexts }) {
  const { format } = shopper;
  const { accounts } = model.input.value;
  const misfit = usageMisfit(accounts, choice.offer);
  const sites = shopper.listed.value;
  const listed = listedAccounts(sites, choice.utility);
  return (
    <>
      {misfit && (
        <Notice action={texts.back} onAction={() => shopper.go({ type: 'back' })}>
          {words.misfit(`${format.number(misfit.amount)} ${format.unit(misfit.unit)}`)}
        </Notice>
      )}
      {listed && sites && (
        <p class="muted">
          {sites.sites.length > mostAccounts
            ? words.listTooLong(sites.sites.length, mostAccounts)
            : words.fromList(listed.length)}
        </p>
      )}
    </>
  );
}
