import { afterEach, expect, test, vi } from 'vitest';
import { defineElement, TAG_NAME } from './commercial-shopper-element.ts';
import { loadApp } from './load-app.ts';
import { mount, mountScriptTag } from './mount.ts';

// The test server serves the widget's source, so the loader can load the source file like a built file.
const setEntryFile = (file: string) =>
  vi.stubGlobal('__WIDGET_FILES__', [
    [file, ''],
    ['assets/integrity.json', ''],
  ]);
const ownOrigin = `${location.origin}/`;
const missing = 'assets/app-missing.js';
const source = 'src/widget/entry.ts';

afterEach(() => {
  for (const element of document.querySelectorAll(TAG_NAME)) element.remove();
  vi.unstubAllGlobals();
});

test('ignores a second definition of the element', () => {
  defineElement(ownOrigin, () => loadApp(ownOrigin));
  defineElement('https://elsewhere.invalid/', () => Promise.reject());
  expect(customElements.get(TAG_NAME)).toBeDefined();
});

test("keeps the element's content visible and dispatches an event when the app fails to load", async () => {
  defineElement(ownOrigin, () => loadApp(ownOrigin));
  setEntryFile(missing);
  const errorDetail = new Promise<unknown>((resolve) => {
    document.addEventListener('shopper:error', (event) => resolve(event instanceof CustomEvent && event.detail), {
      once: true,
    });
  });
  const element = document.createElement(TAG_NAME);
  element.append('Call us for rates');
  document.body.append(element);
  expect(await errorDetail).toEqual({ code: 'app_not_loaded' });
  expect(element.shadowRoot?.querySelector('slot')?.assignedNodes().length).toBe(1);
});

test('loads an element far below the fold immediately if the tab opened a signing page for the element’s site', async () => {
  defineElement(ownOrigin, () => loadApp(ownOrigin));
  setEntryFile(missing);
  const failed: string[] = [];
  const listen = (event: Event) => event.target instanceof Element && failed.push(event.target.id);
  document.addEventListener('shopper:error', listen);
  sessionStorage.setItem('shopper:pk_test_signing:signing', 'c_1');
  const space = document.createElement('div');
  space.style.height = '5000px';
  const elements = ['pk_test_other', 'pk_test_signing'].map((site) => {
    const element = document.createElement(TAG_NAME);
    element.setAttribute('site', site);
    element.id = site;
    return element;
  });
  document.body.append(space, ...elements);
  try {
    await vi.waitFor(() => expect(failed).toEqual(['pk_test_signing']));
  } finally {
    document.removeEventListener('shopper:error', listen);
    sessionStorage.clear();
    space.remove();
  }
});

test('shows a retry button in an empty element when the app fails to load', async () => {
  defineElement(ownOrigin, () => loadApp(ownOrigin));
  setEntryFile(missing);
  const element = document.createElement(TAG_NAME);
  document.body.append(element);
  const button = await vi.waitFor(() => {
    const found = element.shadowRoot?.querySelector('button');
    if (!found) throw new Error('no button yet');
    return found;
  });
  setEntryFile(source);
  button.click();
  await vi.waitFor(() => expect(element.shadowRoot?.querySelector('.shopper, .alert')).toBeTruthy());
});

test.each([
  [{}, 'Rates couldn’t load. Try again or call us. Try again'],
  [{ phone: '(214) 555-0142' }, 'Rates couldn’t load. Try again or call (214) 555-0142. Try again'],
  [{ locale: 'es-MX' }, 'Las tarifas no se cargaron. Intente de nuevo o llámenos. Reintentar'],
  [
    { lang: 'es', phone: '(214) 555-0142' },
    'Las tarifas no se cargaron. Intente de nuevo o llame al (214) 555-0142. Reintentar',
  ],
  [{ lang: 'es', locale: 'en' }, 'Rates couldn’t load. Try again or call us. Try again'],
])('when the app fails to load, shows an error in the element’s language: %o', async (attributes, text) => {
  defineElement(ownOrigin, () => loadApp(ownOrigin));
  setEntryFile(missing);
  const element = document.createElement(TAG_NAME);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  await vi.waitFor(() => expect(element.shadowRoot?.textContent).toBe(text));
});

test('labels the button in the nearest `lang`, unless a `locale` or `label` attribute is set', () => {
  defineElement(ownOrigin, () => loadApp(ownOrigin));
  const spanishSection = document.createElement('section');
  spanishSection.lang = 'es';
  document.body.append(spanishSection);
  const labelOf = (attributes: Record<string, string>) => {
    const element = document.createElement(TAG_NAME);
    for (const [name, value] of Object.entries({ mode: 'button', ...attributes })) element.setAttribute(name, value);
    spanishSection.append(element);
    return element.shadowRoot?.textContent;
  };
  expect(labelOf({})).toBe('Ver tarifas');
  expect(labelOf({ locale: 'en-US' })).toBe('See rates');
  expect(labelOf({ label: 'Cotizar' })).toBe('Cotizar');
  spanishSection.remove();
});

test('mounts the widget again when the element is removed and reinserted', async () => {
  defineElement(ownOrigin, () => loadApp(ownOrigin));
  setEntryFile(source);
  const widget = mount(document.body, { site: 'pk_test_fake', postalCode: '75201' });
  const element = document.querySelector(TAG_NAME);
  expect(element?.getAttribute('postal-code')).toBe('75201');
  await vi.waitFor(() => expect(element?.shadowRoot?.querySelector('div')).toBeTruthy());
  element?.remove();
  await vi.waitFor(() => expect(element?.shadowRoot?.querySelector('div')).toBeNull());
  if (element) document.body.append(element);
  await vi.waitFor(() => expect(element?.shadowRoot?.querySelector('div')).toBeTruthy());
  widget.destroy();
  widget.destroy();
  expect(element?.isConnected).toBe(false);
});

test('the widget returns to the language of the page when the locale attribute is removed', async () => {
  defineElement(ownOrigin, () => loadApp(ownOrigin));
  setEntryFile(source);
  const section = document.createElement('section');
  section.lang = 'en';
  document.body.append(section);
  const widget = mount(section, { site: 'pk_test_fake', locale: 'es' });
  const renderedLanguage = () =>
    section.querySelector(TAG_NAME)?.shadowRoot?.querySelector('[lang]')?.getAttribute('lang');
  await vi.waitFor(() => expect(renderedLanguage()).toMatch(/^es/));
  widget.update({ locale: undefined });
  await vi.waitFor(() => expect(renderedLanguage()).toMatch(/^en/));
  section.remove();
});

function mountScript(query: string): Element | null {
  const script = document.createElement('script');
  document.body.append(script);
  mountScriptTag(script, `${ownOrigin}shopper.js?site=pk_test_fake&${query}`);
  const element = document.querySelector(TAG_NAME);
  script.remove();
  return element;
}

test.each(['onclick=window.pwned=1', 'onpointerenter=window.pwned=1', 'style=color:red', 'a b=1', 'id=x', 'slot=x'])(
  'the query string of the script cannot set an attribute that is not an option: %s',
  (query) => {
    const element = mountScript(`postal-code=75201&${query}`);
    expect(element?.getAttributeNames().sort()).toEqual(['api', 'postal-code', 'site']);
    element?.remove();
  },
);

test('logs an invalid target selector and inserts nothing, without throwing', () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  expect(mountScript('target=%5B')).toBeNull();
  expect(logged).toHaveBeenCalledOnce();
  logged.mockRestore();
});

test('sets the bot check function as a property and not as an attribute', () => {
  defineElement(ownOrigin, () => loadApp(ownOrigin));
  setEntryFile(source);
  const proof = async () => 'a-token-of-the-check';
  const widget = mount(document.body, { site: 'pk_test_fake', proof });
  const element = document.querySelector(TAG_NAME);
  expect([element?.proof, element?.hasAttribute('proof')]).toEqual([proof, false]);
  widget.destroy();
});

test('the element has no own `proof` property, which would replace a value that the page set earlier', () => {
  // A class field would be an own property of each element. It would replace the page's value when the element is
  // upgraded.
  expect(Object.hasOwn(document.createElement('commercial-shopper'), 'proof')).toBe(false);
});
