import { expect, test } from 'vitest';
import { createTestBff } from '../../../test/fixtures/bff.ts';
import { parseEmailedUrl } from './caller.ts';

test('an email may link to a page on the site; on our origin, it may link only to the site’s hosted page', async () => {
  const bff = await createTestBff();
  const demo = bff.appContext.partners.sites.get('pk_test_demo');
  await bff.close();
  if (!demo) throw new Error('no site');
  const [origin = ''] = demo.origins;
  const site = {
    ...demo,
    origins: [...demo.origins, 'http://localhost:*'],
    hosted: { slug: 'lonestar-energy', languages: [] },
  };
  const parse = (from: string, text: string) => parseEmailedUrl({ origin: from, site }, text)?.href;
  expect(parse(origin, `${origin}/energy?note=1#x`)).toBe(`${origin}/energy`);
  expect(parse(origin, 'https://elsewhere.example/')).toBeUndefined();
  for (const path of ['/out/https://elsewhere.example', '//elsewhere.example', '/out/https%3A%2F%2Felsewhere.example'])
    expect([path, parse(origin, origin + path)]).toEqual([path, undefined]);
  expect(parse('http://localhost:4400', 'http://localhost:4400/')).toBe('http://localhost:4400/');
  const own = 'https://shop.example';
  expect(parse(own, `${own}/shop/lonestar-energy`)).toBe(`${own}/shop/lonestar-energy`);
  expect(parse(own, `${own}/shop/pecan-energy`)).toBeUndefined();
  expect(parse(own, `${own}/documents/a.b.c`)).toBeUndefined();
});
