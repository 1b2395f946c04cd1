import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLogo } from './logo.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'logo-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function written(bytes: Uint8Array | string): string {
  const file = join(folder, 'logo');
  writeFileSync(file, bytes);
  return file;
}
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: { r: 11, g: 110, b: 79, alpha: 0.5 } } });

test.each(['png', 'jpeg', 'webp'] as const)('a %s becomes a WebP of the size it is shown in', async (format) => {
  const logo = await readLogo(written(await picture(960, 200).toFormat(format).toBuffer()));
  expect(logo).toMatchObject({ width: 480, height: 100 });
  expect(logo.path).toMatch(/^\/logos\/[\w-]{16}\.webp$/);
  expect(await sharp(logo.bytes).metadata()).toMatchObject({ format: 'webp', width: 480, height: 100 });
});

test('a small one is not made larger, and the smallest may have 150 × 50 pixels', async () => {
  const logo = await readLogo(written(await picture(150, 50).png().toBuffer()));
  expect(logo).toMatchObject({ width: 150, height: 50 });
});

test.each([
  [149, 50],
  [150, 49],
])('%d × %d pixels are too few, and it says so', async (width, height) => {
  const file = written(await picture(width, height).png().toBuffer());
  await expect(readLogo(file)).rejects.toThrow(`${width} × ${height} pixels: at least 150 × 50 are needed`);
});

test('one that a camera has laid on its side is measured and shown upright', async () => {
  const lying = await picture(50, 200).jpeg().withMetadata({ orientation: 6 }).toBuffer();
  expect(await readLogo(written(lying))).toMatchObject({ width: 200, height: 50 });
});

test.each([
  '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
  '<?xml version="1.0"?>\n<!-- made by hand -->\n<SVG width="200" height="60"></SVG>',
])('an SVG is refused, with the reason: %s', async (text) => {
  await expect(readLogo(written(text))).rejects.toThrow(/SVG is refused, since it can hold scripts/);
});

test.each([
  ['a GIF', () => picture(200, 60).gif().toBuffer(), /PNG, JPEG or WebP/],
  ['a text', async () => Buffer.from('lonestar'), /PNG, JPEG or WebP/],
  ['nothing', async () => Buffer.alloc(0), /PNG, JPEG or WebP/],
  ['a PNG that is cut off', async () => (await picture(900, 300).png().toBuffer()).subarray(0, 400), /cannot be read/],
  ['a mark of a PNG with nothing behind it', async () => Buffer.from('89504e470d0a1a0a', 'hex'), /cannot be read/],
  [
    'a few bytes that would become more pixels than there is room for',
    () => picture(6_000, 5_000).png({ compressionLevel: 9 }).toBuffer(),
    /at most 25 megapixels/,
  ],
] as const)('%s is refused in words', async (_, bytes, words) => {
  await expect(readLogo(written(await bytes()))).rejects.toThrow(words);
});

test('a file that is too large is refused before it is read', async () => {
  const file = written('');
  truncateSync(file, 5_000_001);
  await expect(readLogo(file)).rejects.toThrow('it is larger than 5 MB');
});

test('a file that is not there is said to be so', async () => {
  await expect(readLogo(join(folder, 'missing.png'))).rejects.toThrow('it cannot be read');
});

test('nothing but the picture is served: no place, no camera, nothing behind its end, no second frame', async () => {
  const exif = { IFD0: { Make: 'Invented Camera', Copyright: 'Dana Example' } };
  const given = Buffer.concat([
    await picture(300, 100).jpeg().withExif(exif).toBuffer(),
    Buffer.from('<script>alert(1)</script>'),
  ]);
  const { bytes } = await readLogo(written(given));
  expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/Invented|Dana|<script>/);
  const frame = picture(200, 60);
  const frames = await sharp([await frame.png().toBuffer(), await frame.negate().png().toBuffer()], {
    join: { animated: true },
  })
    .webp()
    .toBuffer();
  expect((await sharp(frames).metadata()).pages).toBe(2);
  const still = await readLogo(written(frames));
  expect((await sharp(still.bytes).metadata()).pages ?? 1).toBe(1);
});
