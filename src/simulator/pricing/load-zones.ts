interface LoadZone {
  readonly code: string;
  readonly name: string;
  readonly zip3: string;
}

const massachusetts: readonly LoadZone[] = [
  { code: 'NEMA', name: 'Northeast Massachusetts and Boston', zip3: '017-022' },
  { code: 'SEMA', name: 'Southeast Massachusetts', zip3: '020,023-027' },
  { code: 'WCMA', name: 'West and Central Massachusetts', zip3: '010-016' },
];

/**
 * Load zones by utility, main zone first, with the postal prefixes each reaches (approximate: real borders follow
 * feeders, not post offices). Utilities in markets that price by utility alone are not listed.
 */
export const loadZones: Readonly<Record<string, readonly LoadZone[]>> = {
  ONCOR: [
    { code: 'LZ_NORTH', name: 'North', zip3: '750-768' },
    { code: 'LZ_WEST', name: 'West', zip3: '768-769' },
  ],
  CNP: [{ code: 'LZ_HOUSTON', name: 'Houston', zip3: '770-775' }],
  AEPTC: [{ code: 'LZ_SOUTH', name: 'South', zip3: '779-785' }],
  AEPTN: [{ code: 'LZ_WEST', name: 'West', zip3: '795-796' }],
  TNMP: [
    { code: 'LZ_NORTH', name: 'North', zip3: '755,760' },
    { code: 'LZ_HOUSTON', name: 'Houston', zip3: '773,775' },
  ],
  CONED: [
    { code: 'J', name: 'New York City', zip3: '100-104,110-116' },
    { code: 'I', name: 'Dunwoodie', zip3: '105-108' },
    { code: 'H', name: 'Millwood', zip3: '105' },
  ],
  NGNY: [
    { code: 'F', name: 'Capital', zip3: '120-129' },
    { code: 'E', name: 'Mohawk Valley', zip3: '133-136' },
    { code: 'C', name: 'Central', zip3: '130-132,137-139' },
    { code: 'B', name: 'Genesee', zip3: '144-146' },
    { code: 'A', name: 'West', zip3: '140-143,147-149' },
  ],
  NYSEG: [
    { code: 'C', name: 'Central', zip3: '130-132,137-139,148-149' },
    { code: 'E', name: 'Mohawk Valley', zip3: '133-136' },
    { code: 'B', name: 'Genesee', zip3: '144-146' },
    { code: 'A', name: 'West', zip3: '140-143,147' },
  ],
  RGE: [{ code: 'B', name: 'Genesee', zip3: '144-146' }],
  CHUD: [{ code: 'G', name: 'Hudson Valley', zip3: '124-126' }],
  ORU: [{ code: 'G', name: 'Hudson Valley', zip3: '109' }],
  EVCT: [{ code: 'CT', name: 'Connecticut', zip3: '060-069' }],
  UI: [{ code: 'CT', name: 'Connecticut', zip3: '064-066' }],
  EVMA: massachusetts,
  NGMA: massachusetts,
};
