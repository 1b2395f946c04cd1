/** What utilities call the number of an account, where it is no name of their own. */
const TRANSLATIONS: Readonly<Record<string, string>> = {
  'account number': 'número de cuenta',
  'customer number': 'número de cliente',
  'service delivery identifier': 'identificador de entrega del servicio',
  identifier: 'identificador',
};

/** @example numberName('account number') // 'número de cuenta'; numberName('ESI ID') // 'ESI ID' */
export const identifierName = (name: string): string => TRANSLATIONS[name.toLowerCase()] ?? name;
