/** What utilities call the number of an account, where it is no name of their own. */
const known: Readonly<Record<string, string>> = {
  'account number': 'número de cuenta',
  'customer number': 'número de cliente',
  'service delivery identifier': 'identificador de entrega del servicio',
  identifier: 'identificador',
};

/** @example numberName('account number') // 'número de cuenta'; numberName('ESI ID') // 'ESI ID' */
export const numberName = (name: string): string => known[name.toLowerCase()] ?? name;
