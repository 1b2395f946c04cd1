import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLogo } from './config.ts';

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
const image = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: { r: 11, g: 110, b: 79, alpha: 0.5 } } });

test.each(['png', 'jpeg', 'webp'] as const)('converts a %s to WebP at twice the displayed size', async (format) => {
  const logo = await readLogo(written(await image(960, 200).toFormat(format).toBuffer()));
  expect(logo).toMatchObject({ width: 480, height: 100 });
  expect(logo.path).toMatch(/^\/logos\/[\w-]{16}\.webp$/);
  expect(await sharp(logo.bytes).metadata()).toMatchObject({ format: 'webp', width: 480, height: 100 });
});

test('does not enlarge a small logo, and accepts a logo of 150 × 50 pixels', async () => {
  const logo = await readLogo(written(await image(150, 50).png().toBuffer()));
  expect(logo).toMatchObject({ width: 150, height: 50 });
});

test.each([
  [149, 50],
  [150, 49],
])('rejects an image of %d × %d pixels, and reports the minimum size', async (width, height) => {
  const file = written(await image(width, height).png().toBuffer());
  await expect(readLogo(file)).rejects.toThrow(`${width} × ${height} pixels: must be at least 150 × 50`);
});

test('reports the dimensions of a rotated photo as the viewer sees it', async () => {
  const rotated = await image(50, 200).jpeg().withMetadata({ orientation: 6 }).toBuffer();
  expect(await readLogo(written(rotated))).toMatchObject({ width: 200, height: 50 });
});

test.each([
  '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
  '<?xml version="1.0"?>\n<!-- made by hand -->\n<SVG width="200" height="60"></SVG>',
])('rejects %s, because SVG is not supported', async (text) => {
  await expect(readLogo(written(text))).rejects.toThrow(/SVG is not supported, because it can contain scripts/);
});

test.each([
  ['a GIF', () => image(200, 60).gif().toBuffer(), /PNG, JPEG or WebP/],
  ['a text file', async () => Buffer.from('lonestar'), /PNG, JPEG or WebP/],
  ['an empty file', async () => Buffer.alloc(0), /PNG, JPEG or WebP/],
  ['a truncated PNG', async () => (await image(900, 300).png().toBuffer()).subarray(0, 400), /cannot be decoded/],
  ['a PNG signature without image data', async () => Buffer.from('89504e470d0a1a0a', 'hex'), /cannot be decoded/],
  [
    'a small file with too many pixels',
    () => image(6_000, 5_000).png({ compressionLevel: 9 }).toBuffer(),
    /at most 25 megapixels/,
  ],
] as const)('rejects %s, and reports the reason', async (_, bytes, words) => {
  await expect(readLogo(written(await bytes()))).rejects.toThrow(words);
});

test('rejects a logo file that is larger than 5 MB', async () => {
  const file = written('');
  truncateSync(file, 5_000_001);
  await expect(readLogo(file)).rejects.toThrow('larger than 5 MB');
});

test('reports a missing logo file', async () => {
  await expect(readLogo(join(folder, 'missing.png'))).rejects.toThrow('cannot read the file');
});

test('keeps only the image: drops Exif metadata, trailing data and all frames but the first', async () => {
  const exif = { IFD0: { Make: 'Invented Camera', Copyright: 'Dana Example' } };
  const withMetadata = Buffer.concat([
    await image(300, 100).jpeg().withExif(exif).toBuffer(),
    Buffer.from('<script>alert(1)</script>'),
  ]);
  const { bytes } = await readLogo(written(withMetadata));
  expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/Invented|Dana|<script>/);
  const frame = image(200, 60);
  const frames = await sharp([await frame.png().toBuffer(), await frame.negate().png().toBuffer()], {
    join: { animated: true },
  })
    .webp()
    .toBuffer();
  expect((await sharp(frames).metadata()).pages).toBe(2);
  const firstFrame = await readLogo(written(frames));
  expect((await sharp(firstFrame.bytes).metadata()).pages ?? 1).toBe(1);
});

test('rejects a device file and a FIFO without waiting for data', async () => {
  await expect(readLogo('/dev/zero')).rejects.toThrow('not a regular file');
  const fifo = join(folder, 'fifo');
  execFileSync('mkfifo', [fifo]);
  await expect(readLogo(fifo)).rejects.toThrow('not a regular file');
});
