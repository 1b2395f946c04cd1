import type { LocationImportMessages } from '../en/location-import.ts';

export const locationImport: LocationImportMessages = {
  heading: 'Suba sus locales',
  instructions:
    'Archivo CSV, una fila por local (hasta 1,000). El archivo no sale de su navegador; solo se envían los códigos postales para buscar distribuidoras.',
  columns: (required, optional) => `Columnas obligatorias: ${required}. Opcionales: ${optional}.`,
  template: 'Descargar plantilla CSV',
  templateFile: 'locales.csv',
  file: 'Archivo CSV con sus locales',
  reading: 'Leyendo su lista…',
  cancel: 'Cancelar',
  fileErrors: {
    empty: 'Este archivo está vacío.',
    spreadsheet: 'Esto es una hoja de cálculo. En Excel elija Archivo > Guardar como > CSV y luego súbala.',
    binary: 'No podemos leer este archivo. Guarde su lista como CSV e intente de nuevo.',
    too_large: 'Este archivo es demasiado grande para una lista de 1,000 locales. Elija el archivo CSV o divídalo.',
    no_rows: 'Este archivo tiene nombres de columnas, pero ninguna fila.',
  },
  unclosedQuote: (line) => `La fila ${line} tiene una comilla sin cerrar. Corríjala y suba el archivo de nuevo.`,
  columnsMissing: (names) => `Faltan estas columnas: ${names}. La plantilla las tiene todas.`,
  tooManyRows: (rows, most) => `Esta lista tiene ${rows} filas; aceptamos hasta ${most} a la vez. Divídala o llámenos.`,
  encodingGuessed: 'Las letras con acento pueden verse mal (el archivo no es UTF-8). Todo lo demás se leyó bien.',
  formulas: (count, lines) =>
    `Las fórmulas de ${count === '1' ? 'la fila' : 'las filas'} ${lines} se leyeron como texto.`,
  summary: (good, all) => `Hay tarifas para ${good} de ${all} locales.`,
  skippedHeading: 'No incluidos',
  row: (line, name) => `Fila ${line}${name ? `, ${name}` : ''}`,
  rowErrors: {
    name_missing: () => 'falta location_name.',
    postal_code: () => 'ingrese un postal_code de 5 dígitos, como 75201.',
    postal_code_short: () =>
      'postal_code tiene muy pocos dígitos. Las hojas de cálculo quitan los ceros iniciales: ingrese 07102, no 7102.',
    usage: () => 'ingrese un annual_usage realista, como 120000.',
    usage_thousands: () => 'annual_usage podría indicar miles o decimales. Escríbalo sin puntos, como 120000.',
    unit: () => 'use kWh, MWh, therm, Ccf, Mcf o Dth como unit.',
    other_commodity: () => 'la unidad es del otro tipo de servicio. Cambie el tipo de servicio arriba para incluirla.',
    duplicate: (first) => `igual a la fila ${first}.`,
    not_served: () => 'no tenemos tarifas para este código postal.',
  },
  notesHeading: 'Incluidas, pero revíselas',
  rowNotes: {
    account_shortened:
      'la hoja de cálculo acortó account_number. Dé a esa columna el formato Texto e ingrese los números de nuevo, o agréguelos después.',
    usage_low: 'parece poco para un año completo. ¿Es de un mes?',
  },
  moreRowErrors: (count) => `y ${count} más.`,
  groupsHeading: 'Por distribuidora',
  locations: (count) => (count === 1 ? 'local' : 'locales'),
  ambiguousUtility: 'depende de la dirección',
  seeRates: 'Ver tarifas',
  seeRatesFor: (utility) => `Ver tarifas de ${utility}`,
};
