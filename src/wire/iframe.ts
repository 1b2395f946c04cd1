import * as z from 'zod/mini';
import { contractStatus } from './contract.ts';
import { commodity, environment } from './session.ts';

/**
 * The handshake between the host page and our page in the iframe, using `window.postMessage`. It contains nothing
 * private, because any window may receive it. The iframe sends `hello` when its document has loaded, and `ready` when
 * its script runs. The host page replies with `connect` and transfers one end of a `MessageChannel`, which carries all
 * other messages.
 */
export const iframeHandshake = z.strictObject({
  source: z.literal('shopper:iframe'),
  type: z.enum(['hello', 'ready', 'connect']),
});
export type IframeHandshake = z.infer<typeof iframeHandshake>;

/** A CSS value that can neither end its declaration nor load a resource. */
export const styleValue = z
  .string()
  .check(z.maxLength(300), z.regex(/^(?!.*(?:url|image|src|element)(?:-set)?\s*\()[^;{}\\<>@]*$/is));
const fontSizePx = z.number().check(z.minimum(4), z.maximum(200));
const lengthPx = z.number().check(z.minimum(0), z.maximum(100_000));

/** The host page's styles that the widget adopts. */
export const iframeTheme = z.strictObject({
  /** The `--shopper-…` properties that the host page sets. */
  tokens: z
    .array(z.strictObject({ name: z.string().check(z.regex(/^--shopper-[a-z-]{1,40}$/)), value: styleValue }))
    .check(z.maxLength(40)),
  fontFamily: styleValue,
  /** Font sizes in pixels: the element's, and the page root's for `rem`. */
  fontSize: fontSizePx,
  rootFontSize: fontSizePx,
  colorScheme: z.enum(['light', 'dark']),
  direction: z.enum(['ltr', 'rtl']),
});
export type IframeTheme = z.infer<typeof iframeTheme>;

const optionValue = z.optional(z.string().check(z.maxLength(200)));

/** Options that may change after mounting. An absent option is unset. */
export const iframeOptions = z.strictObject({
  locale: optionValue,
  postalCode: optionValue,
  commodity: optionValue,
  annualUsage: optionValue,
  phone: optionValue,
});
export type IframeOptions = z.infer<typeof iframeOptions>;

/** Messages from the host page to the iframe. `focus`: the element received focus. */
export const hostMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('options'), options: iframeOptions }),
  z.strictObject({ type: z.literal('theme'), theme: iframeTheme }),
  z.strictObject({ type: z.literal('focus') }),
]);
export type HostMessage = z.infer<typeof hostMessage>;

const shortText = z.string().check(z.maxLength(200));
const contractDetail = { contractId: shortText, reference: shortText };

/** Widget events that are forwarded to the host page: see `HostEvents` in the widget. */
export const iframeEvent = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('shopper:ready'), environment }),
  z.strictObject({
    event: z.literal('shopper:step'),
    step: z.enum(['rates', 'customer', 'signing', 'tracking']),
  }),
  z.strictObject({
    event: z.literal('shopper:offer-selected'),
    offerId: z.string().check(z.maxLength(4000)),
    supplier: shortText,
    commodity,
    termMonths: z.number(),
  }),
  z.strictObject({ event: z.literal('shopper:contract-created'), ...contractDetail }),
  z.strictObject({ event: z.literal('shopper:signed'), ...contractDetail }),
  z.strictObject({ event: z.literal('shopper:status'), ...contractDetail, status: contractStatus }),
  z.strictObject({ event: z.literal('shopper:error'), code: shortText }),
]);
export type IframeEvent = z.infer<typeof iframeEvent>;

/**
 * Messages from the iframe to the host page. Lengths are in pixels. `ready`: the widget can be shown. `scroll-to`:
 * scroll the host page to this part of the iframe; `block` is as in `Element.scrollIntoView`. `close`: Escape was
 * pressed.
 */
export const iframeMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), title: shortText, height: lengthPx }),
  z.strictObject({ type: z.literal('resize'), height: lengthPx }),
  z.strictObject({
    type: z.literal('scroll-to'),
    top: lengthPx,
    height: lengthPx,
    block: z.enum(['start', 'nearest']),
  }),
  z.strictObject({ type: z.literal('event'), event: iframeEvent }),
  z.strictObject({ type: z.literal('close') }),
]);
export type IframeMessage = z.infer<typeof iframeMessage>;
