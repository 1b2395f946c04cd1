import type { LocationImportMessages } from '../en/location-import.ts';

export const locationImport: LocationImportMessages = {
  heading: 'Una lista de sus locales',
  instructions:
    'Una fila por local, hasta 1,000, guardada como CSV. Se lee solo en esta página; buscamos los códigos postales.',
  columns: (required, optional) => `Columnas: ${required}. Si quiere: ${optional}.`,
  template: 'Descargar una plantilla',
  templateFile: 'locales.csv',
  file: 'Su archivo',
  reading: 'Leyendo su lista…',
  fileErrors: {
    empty: 'Este archivo está vacío.',
    spreadsheet:
      'Esto es una hoja de cálculo. Guárdela primero como CSV (en casi todos los programas: Archivo, Guardar como, CSV).',
    binary: 'Este no es un archivo de texto. Guarde su lista como CSV y elija ese archivo.',
    too_large: 'Este archivo es demasiado grande para una lista de 1,000 locales. Elija el archivo CSV o divídalo.',
    no_rows: 'Este archivo tiene nombres de columnas, pero ninguna fila.',
  },
  unclosedQuote: (line) => `En la fila ${line} se abre una comilla que no se cierra. Ciérrela o quítela.`,
  columnsMissing: (names) => `Faltan estas columnas: ${names}. La plantilla las tiene todas.`,
  tooManyRows: (rows, most) => `Esta lista tiene ${rows} filas; aceptamos hasta ${most} a la vez. Divídala o llámenos.`,
  encodingGuessed:
    'El archivo no se guardó como UTF-8. Las letras con acento pueden verse mal; todo lo demás se leyó bien.',
  formulas: (count, lines) =>
    `Se leyó como texto, sin ejecutarse: algo que parece una fórmula, en ${count === '1' ? 'la fila' : 'las filas'} ${lines}.`,
  summary: (good, all) => `Se pueden cotizar ${good} de ${all} filas.`,
  skippedHeading: 'Quedan fuera',
  row: (line, name) => `Fila ${line}${name ? `, ${name}` : ''}`,
  rowErrors: {
    name_missing: () => 'no tiene location_name.',
    postal_code: () => 'postal_code debe tener cinco dígitos, como 75201.',
    postal_code_short: () =>
      'postal_code tiene muy pocos dígitos. Puede que una hoja de cálculo haya quitado un cero inicial: 07102.',
    usage: () => 'annual_usage debe ser un número mayor que cero y probable para un año, como 120000.',
    unit: () => 'unit debe ser kWh, MWh, therm, Ccf, Mcf o Dth.',
    other_commodity: () => 'su unidad es de la otra energía. Cambie arriba para cotizarla.',
    duplicate: (first) => `repite la fila ${first}.`,
    not_served: () => 'ninguna distribuidora que conozcamos llega a este código postal.',
  },
  moreRowErrors: (count) => `y ${count} filas más.`,
  groupsHeading: 'Por distribuidora',
  locations: (count) => (count === 1 ? 'local' : 'locales'),
  ambiguousUtility: 'depende de la calle',
  seeRates: 'Ver tarifas',
  seeRatesFor: (utility) => `Ver tarifas de ${utility}`,
};
