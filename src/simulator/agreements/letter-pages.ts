import { http, type RequestHandler } from 'msw';
import { recorded } from '../exchange.ts';
import { type Html, html } from '../html.ts';
import { page } from '../signing/page.ts';
import type { World } from '../world.ts';
import { isOpen, type Letter } from './agreements.ts';

const ours = { standsFor: 'EcoStruxure letters of agreement' };

/** Where the stand-in's mails land and its letters are signed. A letter's address is in its mail only. */
export function letterPages(world: World): RequestHandler[] {
  const letterPage = (shown: (letter: Letter) => Response) =>
    recorded(
      world,
      'ceremony',
      ({ param }) => {
        const letter = world.agreements.bySecret(param('secret'));
        return letter
          ? shown(letter)
          : page('No such letter', html`<h1>There is no such letter.</h1>`, { ...ours, status: 404 });
      },
      '/letters/:secret',
    );
  const answered = (then: (letter: Letter, form: URLSearchParams) => void) =>
    recorded(
      world,
      'ceremony',
      async ({ param, request }) => {
        const letter = world.agreements.bySecret(param('secret'));
        const form = new URLSearchParams(await request.text());
        if (letter) then(letter, form);
        return new Response(null, { status: 303, headers: { Location: `/letters/${param('secret')}` } });
      },
      '/letters/:secret',
    );

  return [
    http.get(
      `${world.origin}/inbox`,
      recorded(world, 'ceremony', () => page('Inbox', inbox(world), { standsFor: 'an inbox' })),
    ),
    http.get(
      `${world.origin}/letters/:secret`,
      letterPage((letter) => {
        if (letter.status === 'sent') world.agreements.move(letter, 'viewed');
        return page(letter.template.title, isOpen(letter) ? openLetter(letter) : closedLetter(letter), ours);
      }),
    ),
    http.post(
      `${world.origin}/letters/:secret/sign`,
      answered((letter) => world.agreements.move(letter, 'signed')),
    ),
    http.post(
      `${world.origin}/letters/:secret/return`,
      answered((letter) => world.agreements.move(letter, 'bounced', 'The address does not take mail.')),
    ),
    http.post(
      `${world.origin}/letters/:secret/decline`,
      answered((letter, form) => world.agreements.move(letter, 'declined', form.get('reason')?.trim() || undefined)),
    ),
  ];
}

const inbox = (world: World): Html => {
  const mails = world.mailbox.list();
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
<form method="post" action="${link}/return"><button>Return it: no such address</button></form>`
    : ''
}
</section>`,
)}`;
};

const fieldsOf = ({ input }: Letter): Html =>
  html`<section><dl class="terms">${(input.formData ?? []).map(
    ({ name, value }) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl></section>`;

const openLetter = (letter: Letter): Html => html`<h1>${letter.template.title}</h1>
<p>${letter.template.text}</p>
${fieldsOf(letter)}
<section class="signing">
<form method="post" action="/letters/${letter.secret}/sign">
<div class="choices"><button class="primary">Sign as ${letter.input.signer.name}</button></div>
</form>
<details>
<summary>Decline</summary>
<form method="post" action="/letters/${letter.secret}/decline">
<label for="reason">Why do you decline?</label>
<textarea id="reason" name="reason" rows="3" maxlength="500" required></textarea>
<button class="danger">Decline to sign</button>
</form>
</details>
</section>`;

const closing: Partial<Record<Letter['status'], string>> = {
  signed: 'You have signed this letter.',
  declined: 'You have declined to sign this letter.',
  deleted: 'This letter was taken back.',
  expired: 'The time to sign this letter is over.',
  bounced: 'This letter was returned.',
};

const closedLetter = ({ template, status }: Letter): Html =>
  html`<h1>${closing[status] ?? 'This letter is closed.'}</h1><p>${template.title}</p>`;
