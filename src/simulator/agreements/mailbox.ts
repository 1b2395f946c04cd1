/** A sent email. */
export interface Mail {
  readonly number: number;
  readonly to: string;
  readonly cc?: string | undefined;
  readonly subject: string;
  readonly text: string;
  /** URL that the button in the email opens. */
  readonly link?: string | undefined;
  readonly at: Date;
}

/** One inbox for all recipients of the simulator's emails. */
export interface Mailbox {
  deliver(mail: Omit<Mail, 'number' | 'at'>): void;
  /** Newest first. */
  list(): readonly Mail[];
  clear(): void;
}

const MAX_MAILS = 500;

export function createMailbox(now: () => Date): Mailbox {
  let mails: Mail[] = [];
  let number = 0;
  return {
    deliver(mail) {
      mails = [{ ...mail, number: ++number, at: now() }, ...mails].slice(0, MAX_MAILS);
    },
    list: () => mails,
    clear() {
      mails = [];
    },
  };
}
