import { expect, test } from 'vitest';
import { createGroupCommit } from './inbox.ts';

test('groups items that arrive together or during a write, and returns each item’s own result', async () => {
  const groups: number[][] = [];
  let finish: () => void = () => {};
  const add = createGroupCommit(async (group: readonly number[]) => {
    groups.push([...group]);
    if (groups.length === 1)
      await new Promise<void>((done) => {
        finish = done;
      });
    return group.map((one) => one * 2);
  });
  const first = [add(1), add(2), add(3)];
  await expect.poll(() => groups.length).toBe(1);
  const queued = [add(4), add(5)];
  finish();
  expect(await Promise.all([...first, ...queued])).toEqual([2, 4, 6, 8, 10]);
  expect(groups).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
});

test('no item is resolved before its group is written', async () => {
  let written = false;
  const add = createGroupCommit(async (group: readonly number[]) => {
    await new Promise(setImmediate);
    written = true;
    return group;
  });
  await add(1);
  expect(written).toBe(true);
});

test('if one item cannot be written, only that item fails', async () => {
  const add = createGroupCommit(async (group: readonly number[]) => {
    if (group.includes(2)) throw new Error('two');
    return group;
  });
  const outcomes = await Promise.allSettled([add(1), add(2), add(3)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('rejects new items when the queue is full', async () => {
  let finish: () => void = () => {};
  const add = createGroupCommit(async (group: readonly number[]) => {
    await new Promise<void>((done) => {
      finish = done;
    });
    return group;
  });
  const all = Array.from({ length: 10_001 }, (_, at) => add(at));
  await expect(all[10_000]).rejects.toThrow('rate_limited');
  const tick = setInterval(() => finish(), 1);
  expect((await Promise.allSettled(all)).filter(({ status }) => status === 'fulfilled')).toHaveLength(10_000);
  clearInterval(tick);
});
