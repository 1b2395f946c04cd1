import { shopIn } from './framed.ts';
import { expect, seenOn, shopsIn, test, useShop } from './hosts.ts';

test('a page made with React, in strict mode, has one shop that follows its options', async ({ page, hosts }) => {
  const said = await hosts.open('react');
  const shop = shopsIn(page);
  await expect(shop.getByLabel('ZIP code')).toHaveValue('75201');
  await page.getByRole('button', { name: 'Houston' }).click();
  await expect(shop.getByLabel('ZIP code')).toHaveValue('77002');
  await useShop(shop);
  await expect(page.locator('output')).toHaveText('shopper:ready');
  await page.getByRole('button', { name: 'Show or hide' }).click();
  await expect(shop).toHaveCount(0);
  await page.getByRole('button', { name: 'Show or hide' }).click();
  await useShop(shop);
  expect(said).toEqual([]);
  expect((await seenOn(page)).unhandled).toEqual([]);
});

test('a page made with React may have it in a frame', async ({ page, hosts }) => {
  const said = await hosts.open('react?isolation=frame');
  const shop = shopIn(page);
  await expect(shop.getByLabel('ZIP code')).toHaveValue('75201');
  await page.getByRole('button', { name: 'Houston' }).click();
  await expect(shop.getByLabel('ZIP code')).toHaveValue('77002');
  await useShop(shop);
  await expect(page.locator('output')).toHaveText('shopper:ready');
  await page.getByRole('button', { name: 'Show or hide' }).click();
  await expect(shopsIn(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Show or hide' }).click();
  await useShop(shop);
  expect(said).toEqual([]);
});
