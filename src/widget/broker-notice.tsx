import { batch } from '@preact/signals';
import { Fragment } from 'preact';
import { customerDraft } from './customer/customer-draft.ts';
import type { Flow } from './flow-reducer.ts';
import { languages } from './i18n/languages.ts';
import type { LazyMessages } from './i18n/lazy-messages.ts';
import type { RatesStore } from './quote-form/rates-store.ts';
import type { WidgetContext } from './widget-context.ts';

interface BrokerNoticeProps {
  readonly context: WidgetContext;
  readonly rates: RatesStore;
  readonly messages: Pick<LazyMessages, 'brokerNotice'>;
}

/**
 * The footer of every step: a button that returns to the tab's last contract, the site's other languages, and the
 * broker's privacy policy, legal name, phone number and licenses. Once the customer's state is known, shows only the
 * license for that state.
 */
export function BrokerNotice({ context, rates, messages }: BrokerNoticeProps) {
  const site = context.site.value;
  // Renders nothing until the site has loaded, because text that moves later would be a layout shift.
  if (!site) return null;
  const { branding, locales } = site;
  const { licenses = [], legalName, phone, privacyUrl } = branding;
  const { read } = context.sessionStore;
  // The button is hidden while the tab has an approval request, because showing a contract would end the request in
  // this tab.
  const contract =
    context.flow.value.step !== 'tracking' && !read('approval') && / ?(\w+):([\w-]+)$/.exec(read('contracts') ?? '');
  const state = stateOf(context.flow.value) ?? rates.primary.utility.value?.state;
  return (
    <>
      {contract && (
        <p>
          <button
            type="button"
            class="button-link"
            onClick={() => {
              const flow = context.flow.peek();
              // Only the step is kept, because the other properties of the rates step take effect only once.
              if (flow.step !== 'tracking')
                customerDraft(context).paused.value = flow.step === 'rates' ? { step: 'rates' } : flow;
              batch(() => {
                // Otherwise, the selected offer would count as the contract's offer.
                context.dispatch({ type: 'restarted' });
                context.dispatch({ type: 'contract_created', contractId: contract[1] ?? '' });
              });
            }}
          >
            {messages.brokerNotice.lastContract(contract[2] ?? '')}
          </button>
        </p>
      )}
      {languages
        .filter(({ tag }) => locales.includes(tag) && !context.format.locale.startsWith(tag))
        .map(({ tag }, index) => (
          // The key is the index, so that the button is reused for the other language and keeps the focus.
          <Fragment key={index}>
            <button
              type="button"
              class="button-link language"
              lang={tag}
              onClick={() => {
                context.sessionStore.write('locale', tag);
                context.setLocale(tag);
              }}
            >
              {new Intl.DisplayNames(tag, { type: 'language' }).of(tag)}
            </button>{' '}
            ·{' '}
          </Fragment>
        ))}
      {privacyUrl && (
        <a href={privacyUrl} target="_blank" rel="noreferrer">
          {messages.brokerNotice.privacy}
        </a>
      )}
      {/* The trailing space is in the same text node. As a separate node it could move, which counts as a layout shift. */}
      {`${privacyUrl ? ' · ' : ''}${messages.brokerNotice.broker(legalName)} `}
      {phone && <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{phone}</a>}
      {/* The licenses are at the end, so that no text moves when the state becomes known. */}
      {licenses
        .filter((license) => state === undefined || license.state === state)
        .map(({ state, license }) => ` ${state}: ${license}.`)}
    </>
  );
}

const stateOf = (flow: Flow): string | undefined => ('selection' in flow ? flow.selection?.utility.state : undefined);
