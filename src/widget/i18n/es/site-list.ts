import type { SiteListTexts } from '../en/site-list.ts';

export const siteList: SiteListTexts = {
  heading: 'Una lista de sus locales',
  how: 'Una fila por local, hasta 1,000, guardada como CSV. Se lee solo en esta página; buscamos los códigos postales.',
  columns: (required, optional) => `Columnas: ${required}. Si quiere: ${optional}.`,
  template: 'Descargar una plantilla',
  templateFile: 'locales.csv',
  file: 'Su archivo',
  reading: 'Leyendo su lista…',
  refused: {
    empty: 'Este archivo está vacío.',
    spreadsheet:
      'Esto es una hoja de cálculo. Guárdela primero como CSV (en casi todos los programas: Archivo, Guardar como, CSV).',
    binary: 'Este no es un archivo de texto. Guarde su lista como CSV y elija ese archivo.',
    too_large: 'Este archivo es demasiado grande para una lista de 1,000 locales. Elija el archivo CSV o divídalo.',
    no_rows: 'Este archivo tiene nombres de columnas, pero ninguna fila.',
  },
  unclosedQuote: (line) => `En la fila ${line} se abre una comilla que no se cierra. Ciérrela o quítela.`,
  columnsMissing: (names) => `Faltan estas columnas: ${names}. La plantilla las tiene todas.`,
  tooMany: (rows, most) => `Esta lista tiene ${rows} filas; aceptamos hasta ${most} a la vez. Divídala o llámenos.`,
  windows: 'El archivo no se guardó como UTF-8. Las letras con acento pueden verse mal; todo lo demás se leyó bien.',
  formulas: (count, lines) =>
    `Se leyó como texto, sin ejecutarse: algo que parece una fórmula, en ${count === '1' ? 'la fila' : 'las filas'} ${lines}.`,
  found: (good, all) => `Se pueden cotizar ${good} de ${all} filas.`,
  faultsHeading: 'Quedan fuera',
  row: (line, name) => `Fila ${line}${name ? `, ${name}` : ''}`,
  faults: {
    name_missing: () => 'no tiene site_name.',
    postal_code: () => 'postal_code debe tener cinco dígitos, como 75201.',
    postal_code_short: () =>
      'postal_code tiene muy pocos dígitos. Puede que una hoja de cálculo haya quitado un cero inicial: 07102.',
    usage: () => 'annual_usage debe ser un número mayor que cero y probable para un año, como 120000.',
    unit: () => 'unit debe ser kWh, MWh, therm, Ccf, Mcf o Dth.',
    other_energy: () => 'su unidad es de la otra energía. Cambie arriba para cotizarla.',
    duplicate: (first) => `repite la fila ${first}.`,
    not_served: () => 'ninguna distribuidora que conozcamos llega a este código postal.',
  },
  moreFaults: (count) => `y ${count} filas más.`,
  groupsHeading: 'Por distribuidora',
  locations: (count) => (count === 1 ? 'local' : 'locales'),
  either: 'depende de la calle',
  use: 'Ver tarifas',
  useFor: (utility) => `Ver tarifas de ${utility}`,
};
