import type { BrokerNoticeMessage } from '../en/broker-notice.ts';

export const brokerNotice: BrokerNoticeMessage = (name) =>
  name
    ? `${name} es un corredor de energía independiente, no una distribuidora.`
    : 'Somos un corredor de energía independiente, no una distribuidora.';
