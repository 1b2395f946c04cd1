import type { World } from '../world.ts';
import type { Letter } from './agreements.ts';

/** Brings a new letter to its signer: sent, or bounced, after a moment. */
export function post(world: World, letter: Letter): void {
  world.schedule.after(world.pace / 4, () => {
    if (letter.status !== 'created') return;
    if (world.scenario.current().mail === 'bounces') {
      world.agreements.move(letter, 'bounced', 'The address does not take mail.');
      return;
    }
    const { signer, cc, email } = letter.input;
    world.mailbox.deliver({
      to: signer.email,
      cc: cc?.email,
      subject: email?.subject ?? letter.template.title,
      text: email?.message ?? `${signer.name}, please read and sign this letter.`,
      link: `/letters/${letter.secret}`,
    });
    world.agreements.move(letter, 'sent');
  });
}
