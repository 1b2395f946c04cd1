import { http, type RequestHandler } from 'msw';
import { type Html, html } from '../html.ts';
import { withJournal } from '../request-context.ts';
import { page } from '../signing/page.ts';
import type { SimulatorState } from '../simulator-state.ts';
import { isOpen, type StoredAgreement } from './agreement-store.ts';

const SERVICE = { serviceName: 'EcoStruxure letters of agreement' };

/** Where the simulator's mails land and its letters are signed. A letter's address is in its mail only. */
export function agreementPages(state: SimulatorState): RequestHandler[] {
  const withAgreement = (render: (agreement: StoredAgreement) => Response) =>
    withJournal(
      state,
      'ceremony',
      ({ param }) => {
        const agreement = state.agreements.bySecret(param('secret'));
        return agreement
          ? render(agreement)
          : page('No such letter', html`<h1>There is no such letter.</h1>`, { ...SERVICE, status: 404 });
      },
      '/agreements/:secret',
    );
  const onSubmit = (handle: (agreement: StoredAgreement, form: URLSearchParams) => void) =>
    withJournal(
      state,
      'ceremony',
      async ({ param, request }) => {
        const agreement = state.agreements.bySecret(param('secret'));
        const form = new URLSearchParams(await request.text());
        if (agreement) handle(agreement, form);
        return new Response(null, { status: 303, headers: { Location: `/agreements/${param('secret')}` } });
      },
      '/agreements/:secret',
    );

  return [
    http.get(
      `${state.origin}/inbox`,
      withJournal(state, 'ceremony', () => page('Inbox', renderInbox(state), { serviceName: 'an inbox' })),
    ),
    http.get(
      `${state.origin}/agreements/:secret`,
      withAgreement((agreement) => {
        if (agreement.status === 'sent') state.agreements.setStatus(agreement, 'viewed');
        return page(
          agreement.template.title,
          isOpen(agreement) ? renderOpenAgreement(agreement) : renderClosedAgreement(agreement),
          SERVICE,
        );
      }),
    ),
    http.post(
      `${state.origin}/agreements/:secret/sign`,
      onSubmit((agreement) => state.agreements.setStatus(agreement, 'signed')),
    ),
    http.post(
      `${state.origin}/agreements/:secret/return`,
      onSubmit((agreement) => state.agreements.setStatus(agreement, 'bounced', 'The address does not take mail.')),
    ),
    http.post(
      `${state.origin}/agreements/:secret/decline`,
      onSubmit((agreement, form) =>
        state.agreements.setStatus(agreement, 'declined', form.get('reason')?.trim() || undefined),
      ),
    ),
  ];
}

const renderInbox = (state: SimulatorState): Html => {
  const mails = state.mailbox.list();
  return html`<h1>Inbox</h1>
${mails.length ? '' : html`<p>No mail has come yet.</p>`}
${mails.map(
  ({ to, cc, subject, text, link }) => html`<section>
<h2>${subject}</h2>
<p>To ${to}${cc ? `, copy to ${cc}` : ''}</p>
<p>${text}</p>
${
  link
    ? html`<p><a class="button" href="${link}">Read and sign</a></p>
<form method="post" action="${link}/bounce"><button>Return it: no such address</button></form>`
    : ''
}
</section>`,
)}`;
};

const renderFields = ({ input }: StoredAgreement): Html =>
  html`<section><dl class="terms">${(input.formData ?? []).map(
    ({ name, value }) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl></section>`;

const renderOpenAgreement = (agreement: StoredAgreement): Html => html`<h1>${agreement.template.title}</h1>
<p>${agreement.template.text}</p>
${renderFields(agreement)}
<section class="signing">
<form method="post" action="/agreements/${agreement.secret}/sign">
<div class="choices"><button class="primary">Sign as ${agreement.input.signer.name}</button></div>
</form>
<details>
<summary>Decline</summary>
<form method="post" action="/agreements/${agreement.secret}/decline">
<label for="reason">Why do you decline?</label>
<textarea id="reason" name="reason" rows="3" maxlength="500" required></textarea>
<button class="danger">Decline to sign</button>
</form>
</details>
</section>`;

const CLOSED_MESSAGES: Partial<Record<StoredAgreement['status'], string>> = {
  signed: 'You have signed this letter.',
  declined: 'You have declined to sign this letter.',
  deleted: 'This letter was taken back.',
  expired: 'The time to sign this letter is over.',
  bounced: 'This letter was returned.',
};

const renderClosedAgreement = ({ template, status }: StoredAgreement): Html =>
  html`<h1>${CLOSED_MESSAGES[status] ?? 'This letter is closed.'}</h1><p>${template.title}</p>`;
