/** Translations of generic identifier names. Proper names, such as ESI ID, are not translated. */
const TRANSLATIONS: Readonly<Record<string, string>> = {
  'account number': 'número de cuenta',
  'customer number': 'número de cliente',
  'service delivery identifier': 'identificador de entrega del servicio',
  identifier: 'identificador',
};

/**
 * @example identifierName('account number') // 'número de cuenta'
 * @example identifierName('ESI ID') // 'ESI ID'
 */
export const identifierName = (name: string): string => TRANSLATIONS[name.toLowerCase()] ?? name;
