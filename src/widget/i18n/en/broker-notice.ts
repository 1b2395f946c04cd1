/** Who the broker is, on every step. */
export const brokerNotice = (name: string | undefined): string =>
  name
    ? `${name} is an independent energy broker, not a utility.`
    : 'We’re an independent energy broker, not a utility.';
export type BrokerNoticeMessage = typeof brokerNotice;
