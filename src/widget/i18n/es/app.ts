import type { AppMessages } from '../en/app.ts';

export const app: AppMessages = {
  title: 'Tarifas de energía para su empresa',
  testMode: 'Modo de prueba',
  steps: { rates: 'Comparar tarifas', customer: 'Su empresa', signing: 'Revisar y firmar' },
  stepList: 'Pasos',
  done: 'completado',
  loading: 'Cargando…',
  tryAgain: 'Intentar de nuevo',
  close: 'Cerrar',
  loadFailed: 'No se cargó. Revise su conexión e intente de nuevo.',
  optional: 'opcional',
  retryAfter: (moment) => `Vuelva a intentarlo a partir del ${moment}.`,
  brokerNotice: (name) =>
    name
      ? `${name} es un corredor de energía independiente, no una distribuidora.`
      : 'Somos un corredor de energía independiente, no una distribuidora.',
  callUs: (phone) => `Llámenos al ${phone}.`,
  errors: {
    offline: 'No tiene conexión. Sus datos se conservan en esta página. Lo intentaremos de nuevo cuando vuelva.',
    slow: 'Esto está tardando más de lo normal.',
    unreachable: 'No pudimos comunicarnos con nuestro servidor.',
    unavailable: 'Las tarifas en vivo no están disponibles por el momento. Sus datos se conservan.',
    busy: 'Demasiados intentos. Espere un minuto e intente de nuevo.',
    quota_reached: 'Alcanzó el límite por ahora. Sus datos se conservan.',
    unknown_place: 'No encontramos ese código postal. Revise su factura.',
    regulated: 'En este estado las empresas no pueden elegir a su proveedor de electricidad.',
    not_served:
      'Todavía no tenemos tarifas para este código postal. En zonas municipales o de cooperativas casi nunca se puede elegir proveedor.',
    not_allowed: 'Esta página no está autorizada para mostrar tarifas. Avise al dueño del sitio.',
    broken: 'Algo falló de nuestro lado. Intente de nuevo.',
  },

  quoteForm: {
    heading: 'Vea sus tarifas',
    commodity: 'Tipo de servicio',
    electric: 'Electricidad',
    gas: 'Gas natural',
    both: 'Ambos',
    postalCode: 'Código postal',
    utility: 'Distribuidora (utility)',
    utilityWaiting: 'Ingrese el código postal',
    utilityLoading: 'Buscando…',
    utilityNone: 'No disponible',
    chooseUtility: 'Elija su distribuidora',
    utilityHint:
      'La compañía que entrega la energía y atiende los cortes. Está en su factura y puede no ser su proveedor.',
    zone: 'Zona de carga',
    chooseZone: 'Elija su zona de carga',
    usage: 'Consumo anual',
    usageHint: 'Total de sus últimas 12 facturas',
    usageSuspicious: 'Parece poco para un año. ¿Es el consumo de un mes?',
    unit: 'Unidad',
    startMonth: 'Mes de inicio',
    currentRate: 'Tarifa actual',
    currentRateHint: 'Tarifa de suministro en su factura, sin los cargos de entrega',
    showRates: 'Ver tarifas',
    estimateUsage: 'No sé cuánto consumo',
    estimateUsageOf: { electric: 'No sé cuánta electricidad consumo', gas: 'No sé cuánto gas consumo' },
    importLocations: '¿Varios locales? Suba una lista',
    offerUnavailable: {
      offer_expired: 'Esa tarifa ya venció. Estas son las tarifas actuales.',
      offer_gone: 'Esa oferta ya no está disponible. Estas son las tarifas actuales.',
    },
  },
};
