import { render } from 'preact';
import { renderSVG } from 'uqr';
import { createBuilderStore } from './builder-store.ts';
import { CodeBlock, CopyButton } from './code-block.tsx';
import { ChoiceFields } from './fields.tsx';
import { PageCheck } from './page-check.tsx';
import { Preview } from './preview.tsx';
import { hostedPage, policyLine, reactSnippet, snippet, tagManagerSnippet } from './snippet.ts';

const host = document.querySelector<HTMLElement>('#builder');
if (!host) throw new Error('the page has no #builder');
const { origin = '', version = '', integrity = '' } = host.dataset;
const store = createBuilderStore({ origin, version, integrity });

function EmbedCode() {
  const choices = store.choices.value;
  return (
    <section aria-label="Embed code">
      <h2>Embed code</h2>
      {choices.site ? (
        <>
          <p>Paste this code where the widget should appear.</p>
          <CodeBlock name="embed code" code={snippet(choices, store.source.value)} isPrimary />
        </>
      ) : (
        <p>{store.errors.value.site ? 'Enter a valid publishable key to get the code.' : 'Checking the key…'}</p>
      )}
    </section>
  );
}

/** A QR code for flyers and bills, which opens the hosted page on a phone. */
function QrCode({ url }: { readonly url: string }) {
  const image = `data:image/svg+xml,${encodeURIComponent(renderSVG(url))}`;
  return (
    <p class="qr">
      <img src={image} alt={`QR code of ${url}`} width="144" height="144" />
      <a href={image} download="hosted-page-qr-code.svg">
        Download QR code (SVG)
      </a>
    </p>
  );
}

function HostedPage() {
  const url = hostedPage(store.choices.value, store.source.value);
  return (
    <section aria-label="Hosted page">
      <h2>Hosted page</h2>
      <p>
        Use this link in emails, or if you don’t have a website. It works once your operator has set up a hosted page
        for your key.
      </p>
      <p>
        <a href={url}>{url}</a>
      </p>
      <CopyButton name="hosted page link" text={url} />
      <QrCode url={url} />
    </section>
  );
}

function Platforms() {
  const choices = store.choices.value;
  const source = store.source.value;
  return (
    <section aria-label="Where to paste the code">
      <h2>Where to paste the code</h2>
      <dl>
        <dt>WordPress</dt>
        <dd>Add a “Custom HTML” block. If you can’t add scripts, ask an administrator.</dd>
        <dt>Squarespace</dt>
        <dd>Add a “Code” block, set to HTML.</dd>
        <dt>Wix</dt>
        <dd>
          Go to Settings → Custom Code and place the code at the end of the body. Add the attribute{' '}
          <code>data-target</code> with a selector for your element, such as <code>data-target="#rates"</code>.
        </dd>
        <dt>Google Tag Manager</dt>
        <dd>
          Add a “Custom HTML” tag. Tag Manager removes <code>data-</code> attributes, so use this code instead. Replace{' '}
          <code>#rates</code> with a selector for your element.
          <CodeBlock name="Tag Manager code" code={tagManagerSnippet(choices, source, '#rates')} />
        </dd>
        <dt>React</dt>
        <dd>
          Install the npm package <code>commercial-shopper</code>, which your operator provides.
          <CodeBlock name="React code" code={reactSnippet(choices, source)} />
        </dd>
      </dl>
      <h3>Content Security Policy (only if your site uses one)</h3>
      <p>Add these sources to your policy.</p>
      <CodeBlock name="policy" code={policyLine(choices, source)} />
    </section>
  );
}

const Builder = () => (
  <main>
    <header>
      <h1>Embed builder</h1>
      <p>Configure the widget, preview it, and copy the code.</p>
    </header>
    <ChoiceFields store={store} />
    <div class="stack">
      <EmbedCode />
      <Preview store={store} />
      {store.choices.value.site && (
        <>
          <HostedPage />
          <Platforms />
          <PageCheck store={store} />
        </>
      )}
    </div>
  </main>
);

render(<Builder />, host);
