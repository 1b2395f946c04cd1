import type { Page } from '@playwright/test';
import {
  agree,
  chooseFirstOffer,
  dallasBakery,
  docuSignFrame,
  expect,
  fillDetails,
  requestRates,
  signAt,
  test,
  widgetIn,
} from './fixtures.ts';

/**
 * Expects the current step to have the given accessibility tree in each language. The widget is in English before and
 * afterward.
 */
async function expectTrees(page: Page, { english, spanish }: { english: string; spanish: string }): Promise<void> {
  const widget = widgetIn(page);
  await expect(widget).toMatchAriaSnapshot(english);
  await widget.getByRole('button', { name: 'Español' }).click();
  await expect(widget).toMatchAriaSnapshot(spanish);
  await widget.getByRole('button', { name: 'English' }).click();
  await expect(widget).toMatchAriaSnapshot(english);
}

test.beforeEach(async ({ page }) => {
  await page.goto('/');
  await requestRates(page, dallasBakery);
  await widgetIn(page)
    .getByRole('button', { name: /^Select/ })
    .first()
    .waitFor();
});

test('the accessibility tree of the rates step contains a form, a status, a headline and a list of offers', async ({
  page,
}) => {
  await expectTrees(page, {
    english: `
      - region "Energy rates for your business":
        - list "Steps":
          - listitem: Compare rates
          - listitem: Your business
          - listitem: Review & sign
        - form "See your rates":
          - group "Service type":
            - radio "Electricity" [checked]
            - radio "Natural gas"
            - radio "Both"
          - textbox "ZIP code": "75201"
          - combobox "Utility"
          - textbox "Annual usage kWh": 120,000
          - textbox "Current rate (optional) ¢/kWh"
          - combobox "Start month"
          - textbox "Current contract ends (optional)"
          - button "See rates"
          - button "I don’t know my usage"
        - status: /^\\d+ offers found\\./
        - heading /You could save about \\$[\\d,]+ a year\\./ [level=2]
        - group "Annual supply cost by term":
          - radio "Any" [checked]
          - radio /^6 months .+ ¢\\/kWh \\$[\\d,]+$/
        - list:
          - listitem:
            - heading /^Tall Tale Energy, 12 months, .+ ¢\\/kWh$/ [level=3]
            - paragraph: /Recommended/
            - button /^Select Tall Tale Energy, 12 months, .+ ¢\\/kWh$/
            - checkbox /^Compare Tall Tale Energy, 12 months, .+ ¢\\/kWh$/
        - button "Show 10 more"
        - region "Important information"
    `,
    spanish: `
      - region "Tarifas de energía para su empresa":
        - list "Pasos":
          - listitem: Comparar tarifas
          - listitem: Su empresa
          - listitem: Revisar y firmar
        - form "Vea sus tarifas":
          - group "Tipo de servicio":
            - radio "Electricidad" [checked]
            - radio "Gas natural"
            - radio "Ambos"
          - textbox "Código postal": "75201"
          - combobox "Distribuidora (utility)"
          - textbox "Consumo anual kWh": 120,000
          - textbox "Tarifa actual (opcional) ¢/kWh"
          - combobox "Mes de inicio"
          - textbox "Fin del contrato actual (opcional)"
          - button "Ver tarifas"
          - button "No sé cuánto consumo"
        - status: /^\\d+ ofertas encontradas\\./
        - heading /podría ahorrar unos \\$[\\d,]+ al año\\./ [level=2]
        - group "Costo anual de suministro por plazo":
          - radio "Cualquiera" [checked]
          - radio /^6 meses .+ ¢\\/kWh \\$[\\d,]+$/
        - list:
          - listitem:
            - heading /^Tall Tale Energy, 12 meses, .+ ¢\\/kWh$/ [level=3]
            - button /^Elegir Tall Tale Energy, 12 meses, .+ ¢\\/kWh$/
            - checkbox /^Comparar Tall Tale Energy, 12 meses, .+ ¢\\/kWh$/
        - button "Ver 10 más"
        - region "Información importante"
    `,
  });
});

test('the accessibility tree of the customer step contains its sections in visual order', async ({ page }) => {
  await chooseFirstOffer(page);
  await widgetIn(page).getByLabel('Legal business name').waitFor();
  await expectTrees(page, {
    english: `
      - region "Energy rates for your business":
        - list "Steps":
          - listitem: Compare rates , completed
          - listitem: Your business
          - listitem: Review & sign
        - heading "Service accounts" [level=2]
        - group "Account 1":
          - textbox "ESI ID"
          - textbox "Service address"
          - textbox "Suite or unit (optional)"
          - textbox "City"
          - textbox "ZIP code": "75201"
        - button "Add another account"
        - heading "Business details" [level=2]
        - textbox "Legal business name"
        - textbox "DBA (optional)"
        - combobox "Business type"
        - textbox "Tax ID (EIN)"
        - checkbox "Billing address is the same as the service address" [checked]
        - heading "Authorized signer" [level=2]
        - checkbox "Someone else signs. I’ll send them a link"
        - textbox "Full name"
        - textbox "Job title"
        - textbox "Email"
        - textbox "Phone"
        - heading "Current supplier (optional)" [level=2]
        - heading "Supporting documents (optional)" [level=2]
        - button "Continue to review"
        - button "Back to rates"
        - complementary "Your selection":
          - heading "Tall Tale Energy" [level=3]
          - term: Rate
          - term: Term
          - term: Rate held until
          - term: Sign by, to start on time
          - term: Estimated cost
    `,
    spanish: `
      - region "Tarifas de energía para su empresa":
        - list "Pasos":
          - listitem: Comparar tarifas , completado
          - listitem: Su empresa
          - listitem: Revisar y firmar
        - heading "Cuentas de servicio" [level=2]
        - group "Cuenta 1":
          - textbox "ESI ID"
          - textbox "Dirección del servicio"
          - textbox "Suite o unidad (opcional)"
          - textbox "Ciudad"
          - textbox "Código postal": "75201"
        - button "Agregar otra cuenta"
        - heading "Datos de la empresa" [level=2]
        - textbox "Nombre legal de la empresa"
        - textbox "Nombre comercial (DBA) (opcional)"
        - combobox "Tipo de empresa"
        - textbox "Número de identificación del empleador (EIN)"
        - checkbox "La dirección de facturación es la misma que la del servicio" [checked]
        - heading "Firmante autorizado" [level=2]
        - checkbox "Otra persona firma. Le enviaré un enlace"
        - textbox "Nombre completo"
        - textbox "Cargo"
        - textbox "Correo electrónico"
        - textbox "Teléfono"
        - heading "Proveedor actual (opcional)" [level=2]
        - heading "Documentos de respaldo (opcional)" [level=2]
        - button "Continuar a la revisión"
        - button "Volver a las tarifas"
        - complementary "Su elección":
          - heading "Tall Tale Energy" [level=3]
          - term: Tarifa
          - term: Plazo
          - term: Tarifa vigente hasta
          - term: Firme a más tardar, para empezar a tiempo
          - term: Costo estimado
    `,
  });
});

test('the accessibility tree of the review contains the terms with their edit buttons, followed by the consent', async ({
  page,
}) => {
  await chooseFirstOffer(page);
  await fillDetails(page, dallasBakery);
  await widgetIn(page).getByRole('button', { name: 'Continue to e-sign' }).waitFor();
  await expectTrees(page, {
    english: `
      - region "Energy rates for your business":
        - list "Steps":
          - listitem: Compare rates , completed
          - listitem: Your business , completed
          - listitem: Review & sign
        - heading "Review your contract" [level=2]
        - term: Supplier
        - definition:
          - 'button "Edit: Rate"'
        - term: Rate
        - term: Term
        - term: Rate held until
        - term: Sign by, to start on time
        - term: Fees
        - term: Early termination fee
        - term: Usage bandwidth
        - term: Accounts
        - definition:
          - list:
            - listitem: /10443720001234567/
          - 'button "Edit: Accounts"'
        - term: Business
        - definition:
          - 'button "Edit: Business"'
        - term: Billing address
        - definition:
          - 'button "Edit: Billing address"'
        - term: Authorized signer
        - definition:
          - 'button "Edit: Authorized signer"'
        - region "Check before you sign":
          - heading "Check before you sign" [level=3]
        - checkbox /^I am authorized to sign for Example Trading House LLC\\..+There is no early termination fee\\.$/
        - button "Continue to e-sign"
        - button "Edit details"
    `,
    spanish: `
      - region "Tarifas de energía para su empresa":
        - list "Pasos":
          - listitem: Comparar tarifas , completado
          - listitem: Su empresa , completado
          - listitem: Revisar y firmar
        - heading "Revise su contrato" [level=2]
        - term: Proveedor
        - definition:
          - 'button "Editar: Tarifa"'
        - term: Tarifa
        - term: Plazo
        - term: Tarifa vigente hasta
        - term: Firme a más tardar, para empezar a tiempo
        - term: Cargos
        - term: Cargo por cancelación anticipada
        - term: Margen de consumo
        - term: Cuentas
        - definition:
          - list:
            - listitem: /10443720001234567/
          - 'button "Editar: Cuentas"'
        - term: Empresa
        - definition:
          - 'button "Editar: Empresa"'
        - term: Dirección de facturación
        - definition:
          - 'button "Editar: Dirección de facturación"'
        - term: Firmante autorizado
        - definition:
          - 'button "Editar: Firmante autorizado"'
        - region "Revise antes de firmar":
          - heading "Revise antes de firmar" [level=3]
        - checkbox /^Tengo autorización para firmar en nombre de Example Trading House LLC\\..+Entiendo que el contrato está en inglés\\.$/
        - button "Continuar a la firma electrónica"
        - button "Editar sus datos"
    `,
  });
});

test('the accessibility tree of an accepted contract contains its status, document, history and terms', async ({
  page,
  upstream,
}) => {
  await upstream.set({ outcome: 'accepted' });
  await chooseFirstOffer(page);
  await fillDetails(page, dallasBakery);
  await agree(page);
  await signAt(docuSignFrame(page));
  await widgetIn(page).getByRole('heading', { name: 'The supplier accepted your contract.' }).waitFor();
  await expectTrees(page, {
    english: `
      - region "Energy rates for your business":
        - list "Steps":
          - listitem: Compare rates , completed
          - listitem: Your business , completed
          - listitem: Review & sign , completed
        - status "The supplier accepted your contract.":
          - heading "The supplier accepted your contract." [level=2]
        - region "Contract document":
          - button "View signed contract"
          - button "Download signed contract"
        - button "Add dates to calendar"
        - button "Print"
        - heading "Status history" [level=3]
        - list:
          - listitem:
            - text: Ready to sign
          - listitem:
            - text: Opened for signing
          - listitem:
            - text: Signed
          - listitem:
            - text: Sent to supplier
          - listitem:
            - text: Accepted by supplier
          - listitem: Utility switch
          - listitem: /New rate starts/
        - complementary /^Contract no\\. [0-9A-Z-]+$/:
          - term: Supplier
          - definition:
            - paragraph: /^License. SPECIMEN/
          - term: Utility
          - term: Rate
          - term: Term
          - term: Estimated cost
          - term: Accounts
          - region "Return to this contract later":
            - paragraph:
              - button "Get a private link"
            - textbox "Or email it to"
            - paragraph:
              - button "Email link"
          - paragraph:
            - button "Sign out everywhere"
    `,
    spanish: `
      - region "Tarifas de energía para su empresa":
        - list "Pasos":
          - listitem: Comparar tarifas , completado
          - listitem: Su empresa , completado
          - listitem: Revisar y firmar , completado
        - status "El proveedor aceptó su contrato.":
          - heading "El proveedor aceptó su contrato." [level=2]
        - region "Documento del contrato":
          - button "Ver el contrato firmado (en inglés)"
          - button "Descargar el contrato firmado"
        - button "Agregar las fechas al calendario"
        - button "Imprimir"
        - heading "Historial" [level=3]
        - list:
          - listitem:
            - text: Listo para firmar
          - listitem:
            - text: Abierto para firmar
          - listitem:
            - text: Firmado
          - listitem:
            - text: Enviado al proveedor
          - listitem:
            - text: Aceptado por el proveedor
          - listitem: Cambio por la distribuidora
          - listitem: /Comienza la nueva tarifa/
        - complementary /^Contrato n\\.º [0-9A-Z-]+$/:
          - term: Proveedor
          - term: Distribuidora
          - term: Tarifa
          - term: Plazo
          - term: Costo estimado
          - term: Cuentas
          - region "Volver a este contrato más tarde":
            - paragraph:
              - button "Obtener un enlace privado"
            - textbox "O envíelo por correo a"
            - paragraph:
              - button "Enviar el enlace"
          - paragraph:
            - button "Cerrar sesión en todas partes"
    `,
  });
});
