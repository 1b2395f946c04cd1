import * as z from 'zod/mini';
import { contractStatus } from './contract-record.ts';
import { commodity, environment } from './session.ts';

/**
 * What a site's page and our page in a frame on it say to each other. First by `postMessage`, with nothing in it that anybody may
 * not read: the frame says that it is `here`, then that it is `listening`; the page answers with a `channel`, whose other end
 * comes along. All else goes through that, where nobody else can listen or speak.
 */
export const frameCall = z.strictObject({
  type: z.literal('shopper:frame'),
  is: z.enum(['here', 'listening', 'channel']),
});
export type FrameCall = z.infer<typeof frameCall>;

/** A text of a style sheet that can only be a value, and fetches nothing. */
export const styleValue = z
  .string()
  .check(z.maxLength(300), z.regex(/^(?!.*(?:url|image|src|element)(?:-set)?\s*\()[^;{}\\<>@]*$/i));
const pixels = z.number().check(z.minimum(4), z.maximum(200));
const pageLength = z.number().check(z.minimum(0), z.maximum(100_000));

/** How the page around looks, as far as the shop follows it. */
export const frameTheme = z.strictObject({
  /** The `--shopper-…` properties that are set. */
  tokens: z
    .array(z.strictObject({ name: z.string().check(z.regex(/^--shopper-[a-z-]{1,40}$/)), value: styleValue }))
    .check(z.maxLength(40)),
  fontFamily: styleValue,
  /** Pixels: of the element, and of the page's root, which `rem` is of. */
  fontSize: pixels,
  rootFontSize: pixels,
  colorScheme: z.enum(['light', 'dark']),
  direction: z.enum(['ltr', 'rtl']),
});
export type FrameTheme = z.infer<typeof frameTheme>;

const option = z.optional(z.string().check(z.maxLength(200)));

/** Options that may change while the shop is up; one that is not there is not set any more. */
export const frameOptions = z.strictObject({
  locale: option,
  postalCode: option,
  commodity: option,
  annualUsage: option,
  phone: option,
});
export type FrameOptions = z.infer<typeof frameOptions>;

/** From the page around. `focus`: somebody gave the element the focus. */
export const toFrame = z.discriminatedUnion('say', [
  z.strictObject({ say: z.literal('options'), options: frameOptions }),
  z.strictObject({ say: z.literal('theme'), theme: frameTheme }),
  z.strictObject({ say: z.literal('focus') }),
]);
export type ToFrame = z.infer<typeof toFrame>;

const text = z.string().check(z.maxLength(200));
const contractEvent = { contractId: text, reference: text };

/** The shop's own events, as the page around may hear them: see the widget's `HostEvents`. */
export const frameEvent = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('shopper:ready'), environment }),
  z.strictObject({
    event: z.literal('shopper:step'),
    step: z.enum(['rates', 'customer', 'signing', 'tracking']),
  }),
  z.strictObject({
    event: z.literal('shopper:offer-selected'),
    offerId: z.string().check(z.maxLength(4000)),
    supplier: text,
    commodity,
    termMonths: z.number(),
  }),
  z.strictObject({ event: z.literal('shopper:contract-created'), ...contractEvent }),
  z.strictObject({ event: z.literal('shopper:signed'), ...contractEvent }),
  z.strictObject({ event: z.literal('shopper:status'), ...contractEvent, status: contractStatus }),
  z.strictObject({ event: z.literal('shopper:error'), code: text }),
]);
export type FrameEvent = z.infer<typeof frameEvent>;

/**
 * From our page in the frame. Lengths are pixels. `up`: it can be shown. `see`: a part of it should come into view, to the top when it
 * stands above what is seen, or as near as need be. `leave`: Escape was pressed.
 */
export const fromFrame = z.discriminatedUnion('say', [
  z.strictObject({ say: z.literal('up'), name: text, height: pageLength }),
  z.strictObject({ say: z.literal('height'), height: pageLength }),
  z.strictObject({ say: z.literal('see'), top: pageLength, height: pageLength, to: z.enum(['start', 'nearest']) }),
  z.strictObject({ say: z.literal('event'), event: frameEvent }),
  z.strictObject({ say: z.literal('leave') }),
]);
export type FromFrame = z.infer<typeof fromFrame>;
