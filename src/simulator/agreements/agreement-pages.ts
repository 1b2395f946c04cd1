import { http, type RequestHandler } from 'msw';
import { type Html, html, page } from '../html-page.ts';
import { withJournal } from '../request-context.ts';
import type { SimulatorState } from '../simulator-state.ts';
import { isOpen, type StoredAgreement } from './agreement-store.ts';

const SERVICE = { serviceName: 'EcoStruxure Letter of Agreement service' };

/**
 * Serves the inbox with the simulator's emails, and the pages on which agreements are signed. The URL of an agreement
 * appears only in its email.
 */
export function agreementPages(state: SimulatorState): RequestHandler[] {
  const withAgreement = (render: (agreement: StoredAgreement) => Response) =>
    withJournal(
      state,
      'ceremony',
      ({ param }) => {
        const agreement = state.agreements.bySecret(param('secret'));
        return agreement
          ? render(agreement)
          : page('Not found', html`<h1>Document not found</h1>`, { ...SERVICE, status: 404 });
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
      withJournal(state, 'ceremony', () => page('Inbox', renderInbox(state), { serviceName: 'inbox' })),
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
      `${state.origin}/agreements/:secret/bounce`,
      onSubmit((agreement) => state.agreements.setStatus(agreement, 'bounced', 'The address does not accept email.')),
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
${mails.length ? '' : html`<p>No emails yet.</p>`}
${mails.map(
  ({ to, cc, subject, text, link }) => html`<section>
<h2>${subject}</h2>
<p>To ${to}${cc ? `, cc ${cc}` : ''}</p>
<p>${text}</p>
${
  link
    ? html`<p><a class="button" href="${link}">Review and sign</a></p>
<form method="post" action="${link}/bounce"><button>Simulate bounce</button></form>`
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
<label for="reason">Why are you declining?</label>
<textarea id="reason" name="reason" rows="3" maxlength="500" required></textarea>
<button class="danger">Decline to sign</button>
</form>
</details>
</section>`;

const CLOSED_MESSAGES: Partial<Record<StoredAgreement['status'], string>> = {
  signed: 'You signed this document',
  declined: 'You declined to sign this document',
  deleted: 'This document was canceled',
  expired: 'The deadline to sign this document has passed',
  bounced: 'The email with this document bounced',
};

const renderClosedAgreement = ({ template, status }: StoredAgreement): Html =>
  html`<h1>${CLOSED_MESSAGES[status] ?? 'This document is closed'}</h1><p>${template.title}</p>`;
