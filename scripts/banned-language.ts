interface BannedPhrase {
  readonly pattern: RegExp;
  readonly instead: string;
}

const words = (list: string, instead: string): BannedPhrase => ({
  pattern: new RegExp(`\\b(?:${list})\\b`, 'gi'),
  instead,
});

/** Applied to comments, documents, messages, errors, log lines, test titles and commit subjects. */
export const bannedPhrases: readonly BannedPhrase[] = [
  words('anew', '"again"'),
  words('besides', '"also" or "other than"'),
  words('whoever|whomever|whom', '"anyone who", "who" or the actor\'s name'),
  words('nobody', '"no one", "nothing" or the actor\'s name'),
  words('seldom', '"rarely", "optional"'),
  words('lest|thereby|therein|thereof|heed|hark', 'plain modern English'),
  words('told|tells? of', '"sent", "reported", "received"'),
  words('heard (?:of|from|that)|is heard|was heard', '"received", "observed"'),
  words('mend|mends|mended|mending', '"fix"'),
  words('at once', '"immediately" or "simultaneously"'),
  words('so many', '"at most N" or "this many"'),
  words('of (?:ours|theirs)', '"our", "their"'),
  words('stand-ins?', '"simulator", "placeholder"'),
  words('what (?:is|was|few|they|one) (?:asked|typed|told|said|heard|shown|meant)', 'a noun: "input", "request"'),
  words('who(?:ever)? (?:asks|asked|buys|comes back|needs)', 'a noun: "the caller", "the customer"'),
  words('stands (?:in|at|on|there|beside|before|after|where)|lies (?:in|at|on|beside)|hangs (?:in|at|on)', '"is"'),
  words('goes on|go on', '"continues"'),
  words('turned away', '"denied"'),
  words('also (?:if|when|after)', '"even if", "even when", "including after"'),
  { pattern: /\bany more(?=[.,;:)])/gi, instead: '"no longer" or "anymore"' },
  words('nothing of (?:it|them)', '"none of" and a noun'),
  words('counted apart', '"counted separately"'),
  words('look-ups?', '"lookup"'),
  words('no longer on sale', '"no longer available"'),
  words('the rooms?(?: of this)? house', '"the modules"'),
  words('colours?|honour\\w*|behaviour\\w*|favour\\w*|summaris\\w+|normalis\\w+|recognis\\w+', 'American spelling'),
];

/** Names that were private to this project; the standard terms are in `docs/glossary.md`. */
export const bannedIdentifiers: ReadonlySet<string> = new Set([
  'afterPaint',
  'axeFaults',
  'bringIn',
  'bringWith',
  'createShopper',
  'fairWeather',
  'findMixUps',
  'hush',
  'inAnInbox',
  'joinEntry',
  'mustBePerson',
  'notOpen',
  'openOverPage',
  'overPage',
  'plainColour',
  'quietFor',
  'quietKeys',
  'refuseStrayFetch',
  'sealChunks',
  'seldomHasCome',
  'shortKeys',
  'signedOnce',
  'signingWay',
  'tellDetails',
  'throughChunk',
  'troubleOf',
  'turnsSpanish',
  'walkEveryState',
  'watchLeftovers',
  'wayFor',
  'wayOf',
  'whatIsSet',
]);

/**
 * Files with text that is not ours to change: text quoted from upstreams, messages in other languages, and this list
 * with its test.
 */
export const exemptPaths: readonly string[] = [
  'src/widget/i18n/es/',
  'src/upstreams/msc/contracting.graphql',
  'scripts/banned-language.ts',
  'scripts/check-language.test.ts',
  'LICENSE',
  'bench/results/',
];
