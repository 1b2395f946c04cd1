import assert from 'node:assert/strict';
import { type Fault, fault } from '../fault.ts';
import { placeOf } from '../partners-file.ts';
import type { Stage } from '../stage.ts';

const times = ({ length }: Stage): number => (length === 'long' ? 20 : 2);

/** What people do. The upstream is slow enough for them to do it. */
export const clickFaults: readonly Fault[] = [
  fault('a double click', async (stage) => {
    const seen = new Set<number>();
    for (let time = 0; time < times(stage); time++) {
      const customer = await stage.customer();
      await customer.look();
      stage.upstream.disturb('slow', 'mutation');
      const answers = await Promise.all([customer.send(), customer.send(), customer.send()]);
      stage.injected();
      await stage.upstream.calm();
      for (const { status, code } of answers) {
        assert.ok(status === 201 || code === 'request_in_progress', `${status} ${code}`);
        seen.add(status);
      }
      await customer.insist();
    }
    assert.ok(seen.has(201));
    return `${[...seen].sort().join(' and ')}; the same key then 201`;
  }),
  fault('two tabs of one session, each with a key of its own', async (stage) => {
    for (let time = 0; time < times(stage); time++) {
      const customer = await stage.customer();
      await customer.look();
      stage.upstream.disturb('slow', 'mutation');
      const answers = await Promise.all(
        Array.from({ length: 4 }, (_, tab) => customer.send(`the-key-of-a-tab-of-its-own-${time}-${tab}`)),
      );
      stage.injected();
      await stage.upstream.calm();
      for (const { status, code } of answers) {
        assert.ok(status === 201 || code === 'request_in_progress', `${status} ${code}`);
      }
      await customer.insist();
    }
    return '201 in one tab, 409 request_in_progress in the others; then 201 with the same contract in each';
  }),
  fault('somebody of another partner has a contract’s id, an offer’s token or a session’s', async (stage) => {
    const ours = await stage.customer();
    await ours.look();
    const { id } = await ours.insist();
    const stranger = await stage.customer(placeOf('pecan'));
    stage.injected();
    assert.equal((await stranger.ask(`/v1/contracts/${id}`)).code, 'not_found');
    for (const [path, body] of [
      ['signing-sessions', { presentation: 'popup' }],
      ['document-links', { as: 'inline' }],
      ['resume-links', { returnTo: 'https://www.pecan.example/' }],
    ] as const) {
      assert.equal((await stranger.ask(`/v1/contracts/${id}/${path}`, body)).code, 'not_found', path);
    }
    // Our token, carried to their page.
    const carried = await stage.customer(placeOf('pecan'), ours.token);
    assert.equal((await carried.ask(`/v1/contracts/${id}`)).code, 'origin_not_allowed');
    // Our offer, at their site.
    const { offerToken } = ours.offer ?? {};
    const { body } = await stranger.look();
    assert.ok(offerToken && !body.includes(offerToken));
    const taken = await stranger.take(offerToken);
    assert.equal(taken.code, 'offer_invalid');
    return '404 not_found, 403 origin_not_allowed, 422 offer_invalid';
  }),
];
