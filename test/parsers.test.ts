import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSessionToken } from '../src/bff/auth/session-token.ts';
import { deriveKeys } from '../src/bff/encryption/server-keys.ts';
import { formatRange, parseRange, resolveRange } from '../src/bff/http/byte-range.ts';
import { parseTrustedProxies } from '../src/bff/middleware/client-ip.ts';
import { isWebhookUrl } from '../src/bff/outbox/config.ts';
import { isLoopbackAddress, isPublicAddress } from '../src/bff/outbox/public-request.ts';
import { isAllowedOrigin, isOriginEntry } from '../src/bff/partners/origin.ts';
import { readOfferToken } from '../src/bff/rates/offer-token.ts';
import { mscReason, statusChanged } from '../src/upstreams/msc/status.ts';
import { endpoints } from '../src/wire/endpoints.ts';
import { createTestBff, firstOffer, openSession } from './fixtures/bff.ts';

/* Every parser of external data terminates with a valid value or a specific error. */
const anyValue = fc.anything({ withNullPrototype: true, withBigInt: false, withDate: true, withSparseArray: true });

test('no value makes a wire schema throw', () => {
  for (const endpoint of Object.values(endpoints)) {
    const body = 'body' in endpoint ? endpoint.body : undefined;
    if (!body) continue;
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(typeof body.safeParse(value).success).toBe('boolean');
      }),
      { numRuns: 50 },
    );
  }
});

test('no value makes the webhook schema throw, and reasons are single lines', () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      expect(typeof statusChanged.safeParse(value).success).toBe('boolean');
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', maxLength: 2_000 }), (code, message) => {
      const read = mscReason.parse({ code, message });
      expect(read.message).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202e]/u);
      expect([...read.message].length).toBeLessThanOrEqual(500);
      expect(read.message.isWellFormed()).toBe(true);
    }),
  );
});

test('a formatted range parses to the same range, and a resolved range is within the document', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(1_000_000), (header, size) => {
      const range = parseRange(header);
      if (range) expect(resolveRange(range, size)?.last ?? -1).toBeLessThan(size);
    }),
  );
  const offersRequest = fc.oneof(
    fc.nat().map((suffix) => ({ suffix })),
    fc.tuple(fc.nat(), fc.nat()).map(([first, more]) => ({ first, last: first + more })),
    fc.nat().map((first) => ({ first })),
  );
  fc.assert(
    fc.property(offersRequest, fc.nat(1_000_000), (range, size) => {
      expect(parseRange(formatRange(range))).toEqual(range);
      const part = resolveRange(range, size);
      if (part) expect(0 <= part.first && part.first <= part.last && part.last < size).toBe(true);
    }),
  );
});

test('parsing arbitrary proxy lists never throws, and a parsed list matches every address in it', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      parseTrustedProxies(text);
    }),
  );
  fc.assert(
    fc.property(fc.ipV4(), fc.ipV6(), (ipv4, ipv6) => {
      const list = parseTrustedProxies(`${ipv4}, ${ipv6}`);
      expect([list?.check(ipv4, 'ipv4'), list?.check(ipv6, 'ipv6')]).toEqual([true, true]);
    }),
  );
});

test('no address is both public and loopback, and an IPv4-mapped IPv6 address is never public', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
      expect(isPublicAddress(address) && isLoopbackAddress(address)).toBe(false);
    }),
  );
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      expect(isPublicAddress(`::ffff:${address}`)).toBe(false);
      expect(isPublicAddress(`64:ff9b::${address}`)).toBe(false);
    }),
  );
});

test('a listed origin matches only itself, and not other text that starts with it', () => {
  fc.assert(
    fc.property(fc.webUrl({ validSchemes: ['https'] }), fc.string({ minLength: 1, maxLength: 20 }), (url, more) => {
      const { origin } = new URL(url);
      if (!isOriginEntry(origin)) return;
      expect(isAllowedOrigin([origin], origin)).toBe(true);
      expect(isAllowedOrigin([origin], origin + more)).toBe(false);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(isAllowedOrigin(['http://localhost:*', 'https://www.lonestar.example'], text)).toBe(
        /^http:\/\/localhost(:\d{1,5})?$/.test(text) || text === 'https://www.lonestar.example',
      );
      isOriginEntry(text);
    }),
  );
});

test('a webhook URL for a live site requires https', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl()), (text) => {
      if (isWebhookUrl(text, 'live')) expect(new URL(text).protocol).toBe('https:');
    }),
  );
});

test('arbitrary text and forged tokens are not valid session tokens', async () => {
  const keys = deriveKeys('a secret of the tests, long enough to be one');
  const part = fc.string({ unit: 'grapheme-ascii', maxLength: 60 });
  const token = fc.oneof(
    fc.string(),
    fc.tuple(part, part, part).map((parts) => parts.join('.')),
    fc.tuple(fc.json(), fc.json(), part).map(([header, body, signature]) => {
      const encode = (text: string): string => Buffer.from(text).toString('base64url');
      return [encode(header), encode(body), encode(signature)].join('.');
    }),
  );
  await fc.assert(
    fc.asyncProperty(token, async (text) => {
      await expect(readSessionToken(keys, new Date(), text)).rejects.toThrow('session_required');
    }),
  );
});

test('an offer token with one changed character is invalid', async () => {
  const bff = await createTestBff();
  try {
    const { token } = await openSession(bff.app);
    const { offerToken } = await firstOffer(bff.app, token);
    const site = bff.appContext.partners.sites.get('pk_test_demo');
    if (!site) throw new Error('no site');
    const read = (text: string) => readOfferToken(bff.appContext.keys, site, new Date(), text);
    expect(read(offerToken).commodity).toBe('electric');
    const body = offerToken.indexOf('.');
    fc.assert(
      fc.property(fc.nat(body - 1), fc.constantFrom(...'ABCxyz019-_.'), (at, character) => {
        if (offerToken[at] === character) return;
        expect(() => read(offerToken.slice(0, at) + character + offerToken.slice(at + 1))).toThrow('offer_invalid');
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => read(text)).toThrow('offer_invalid');
      }),
    );
  } finally {
    await bff.close();
  }
});
