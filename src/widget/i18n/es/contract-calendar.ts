import type { CalendarMessages } from '../en/contract-calendar.ts';

export const contractCalendar: CalendarMessages = {
  starts: (supplier) => `Este mes comienza su nueva tarifa de energía: ${supplier}`,
  ends: (supplier) => `Este mes termina su contrato de energía: ${supplier}. Compare tarifas.`,
  description: (supplier, reference) =>
    `Contrato n.º ${reference} con ${supplier}. El día exacto es el de la lectura de su medidor.`,
};
