import type { SimulatorState } from '../simulator-state.ts';
import type { StoredAgreement } from './agreement-store.ts';

/** Brings a new letter to its signer: sent, or bounced, after a moment. */
export function deliverAgreement(state: SimulatorState, agreement: StoredAgreement): void {
  state.scheduler.after(state.paceMs / 4, () => {
    if (agreement.status !== 'created') return;
    if (state.scenario.current().mail === 'bounced') {
      state.agreements.setStatus(agreement, 'bounced', 'The address does not take mail.');
      return;
    }
    const { signer, cc, email } = agreement.input;
    state.mailbox.deliver({
      to: signer.email,
      cc: cc?.email,
      subject: email?.subject ?? agreement.template.title,
      text: email?.message ?? `${signer.name}, please read and sign this letter.`,
      link: `/agreements/${agreement.secret}`,
    });
    state.agreements.setStatus(agreement, 'sent');
  });
}
