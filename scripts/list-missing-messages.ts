import { languages } from '../src/widget/i18n/languages.ts';
import { listMissingMessages } from '../test/support/list-messages.ts';

/** `npm run messages`: prints the messages that each language of the widget lacks. */
for (const { tag, complete, load } of languages) {
  const missing = await listMissingMessages(await load());
  const status = complete ? 'complete' : 'partial';
  console.log(`${tag} (${status}): ${missing.length ? `missing messages: ${missing.length}` : 'no missing messages'}`);
  for (const path of missing) console.log(`  ${path}`);
}
