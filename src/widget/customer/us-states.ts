const STATES =
  'Alabama:AL,Alaska:AK,Arizona:AZ,Arkansas:AR,California:CA,Colorado:CO,Connecticut:CT,Delaware:DE,' +
  'District of Columbia:DC,Florida:FL,Georgia:GA,Hawaii:HI,Idaho:ID,Illinois:IL,Indiana:IN,Iowa:IA,Kansas:KS,' +
  'Kentucky:KY,Louisiana:LA,Maine:ME,Maryland:MD,Massachusetts:MA,Michigan:MI,Minnesota:MN,Mississippi:MS,' +
  'Missouri:MO,Montana:MT,Nebraska:NE,Nevada:NV,New Hampshire:NH,New Jersey:NJ,New Mexico:NM,New York:NY,' +
  'North Carolina:NC,North Dakota:ND,Ohio:OH,Oklahoma:OK,Oregon:OR,Pennsylvania:PA,Rhode Island:RI,' +
  'South Carolina:SC,South Dakota:SD,Tennessee:TN,Texas:TX,Utah:UT,Vermont:VT,Virginia:VA,Washington:WA,' +
  'West Virginia:WV,Wisconsin:WI,Wyoming:WY,Puerto Rico:PR,' +
  // In Spanish, where it differs.
  'Carolina del Norte:NC,Carolina del Sur:SC,Dakota del Norte:ND,Dakota del Sur:SD,Distrito de Columbia:DC,' +
  'Hawái:HI,Luisiana:LA,Misisipi:MS,Misuri:MO,Nueva Jersey:NJ,Nueva York:NY,Nuevo Hampshire:NH,' +
  'Nuevo México:NM,Oregón:OR,Pensilvania:PA,Tejas:TX,Virginia Occidental:WV';

const codes = new Map(
  STATES.split(',')
    .map((state) => state.toLowerCase().split(':'))
    .map(([name, code]) => [name, code]),
);

/**
 * The two-letter code of a state that is written out, in English or Spanish. Other text is returned unchanged.
 *
 * @example toStateCode(' texas') // 'TX'
 */
export const toStateCode = (text: string): string =>
  codes.get(text.trim().replace(/\s+/g, ' ').toLowerCase())?.toUpperCase() ?? text;
