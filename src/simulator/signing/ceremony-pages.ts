import type { Contract } from '../contracting/contract.ts';
import { type Html, html } from '../html-page.ts';
import { contractTerms } from './contract-pdf.ts';
import type { SigningSession } from './signing-sessions.ts';

/** The values of the `event` parameter that DocuSign adds to the return URL when a session ends. */
export const returnEvents = [
  'signing_complete',
  'viewing_complete',
  'cancel',
  'decline',
  'exception',
  'fax_pending',
  'session_timeout',
  'ttl_expired',
  'access_code_failed',
  'id_check_failed',
] as const;
type ReturnEvent = (typeof returnEvents)[number];

/** An event that does not exist yet. Clients must handle unknown events. */
const UNKNOWN_EVENT = 'unknown_event';
export type Ending = ReturnEvent | typeof UNKNOWN_EVENT;

export const endings: readonly Ending[] = [...returnEvents, UNKNOWN_EVENT];

/**
 * Whether the focused view's `sessionEnd` event can report the ending. The event has no values for access codes or
 * identity checks.
 */
const isSessionEndType = (ending: Ending): boolean => ending !== 'access_code_failed' && ending !== 'id_check_failed';

/**
 * Adds an event to the return URL. Does not change the rest of the URL.
 *
 * @example withEvent('https://a.example/r?s=1#x', 'cancel') // 'https://a.example/r?s=1&event=cancel#x'
 */
export function withEvent(returnUrl: string, event: Ending): string {
  const url = new URL(returnUrl);
  url.search += `${url.search ? '&' : '?'}event=${event}`;
  return url.href;
}

const MAIN_ENDINGS: readonly Ending[] = ['signing_complete', 'cancel', 'decline'];
const OTHER_ENDINGS = endings.filter((ending) => !MAIN_ENDINGS.includes(ending));

/**
 * The signing page: the document, a field for the signer's typed name, and buttons for all endings. The forms work
 * without scripts.
 */
export function ceremonyPage(contract: Contract, session: SigningSession, error?: string): Html {
  const action = `/ceremony/sessions/${session.id}`;
  const offeredEndings = session.presentation === 'focused' ? OTHER_ENDINGS.filter(isSessionEndType) : OTHER_ENDINGS;
  const pdf = `${action}/document`;
  return html`
<h1>Review and sign</h1>
<p class="lead">${contract.price.supplier.name} sent this contract to ${contract.input.signer.name} to sign for ${contract.input.customer.legalName}.</p>

<p><a class="skip" href="#name">Skip to signing</a></p>
<div class="ceremony">
<section aria-labelledby="read">
<h2 id="read">1. Read the contract</h2>
<object class="document" type="application/pdf" data="${pdf}#navpanes=0" aria-label="The contract">
<p>This browser cannot display PDF documents in a page.</p>
</object>
<p><a class="button" href="${pdf}" target="_blank" rel="noopener">Open the contract (PDF)</a></p>
<dl class="terms">
${contractTerms(contract).map(({ name, value }) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
</dl>
</section>

<section aria-labelledby="adopt" class="signing">
<h2 id="adopt">2. Sign</h2>
${error ? html`<p class="problem" role="alert" id="problem">${error}</p>` : ''}
<form method="post" action="${action}">
<label for="name">Type your full name to adopt it as your signature</label>
<input id="name" name="name" type="text" autocomplete="name" maxlength="100" required ${error ? html`aria-invalid="true" aria-describedby="problem"` : ''}>
<div class="choices">
<button class="primary" name="ending" value="signing_complete">Agree and sign</button>
<button name="ending" value="cancel" formnovalidate>Finish later</button>
</div>
</form>

<details>
<summary>Decline</summary>
<form method="post" action="${action}">
<label for="reason">Why are you declining?</label>
<textarea id="reason" name="reason" rows="3" maxlength="500" required></textarea>
<button class="danger" name="ending" value="decline">Decline to sign</button>
</form>
</details>

<details>
<summary>Other endings</summary>
<p>DocuSign can also return the signer with one of these events. None of them signs or declines.</p>
<form method="post" action="${action}" class="endings">
${offeredEndings.map((ending) => html`<button name="ending" value="${ending}">${ending}</button>`)}
</form>
</details>
</section>
</div>
`;
}

export function errorPage(
  title: string,
  explanation: string,
  returnLink?: { readonly url: string; readonly label: string },
): Html {
  return html`
<h1>${title}</h1>
<p class="lead">${explanation}</p>
${returnLink ? html`<p><a class="button primary" href="${returnLink.url}">${returnLink.label}</a></p>` : ''}
`;
}
