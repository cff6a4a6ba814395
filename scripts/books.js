/**
 * `npm run books`: writes books as journals and has hledger and beancount recount them (tests/books/main.ts). What the machine
 * lacks is installed where that goes without asking; else it says SKIPPED and why, and nothing has passed.
 * Last line: a tally as JSON, `{"passed":…,"failed":…,"skipped":…}`.
 */
import { provideJournalTools } from './lib/journal-tools.js';
import { installIfNeeded } from './lib/prepare.js';
import { loadTypeScript } from './lib/typescript.js';

installIfNeeded();
const reason = provideJournalTools();
if (reason !== null) {
	console.log(`SKIPPED: the books were not recounted: ${reason}.`);
	console.log(JSON.stringify({ passed: 0, failed: 0, skipped: 1 }));
} else {
	await loadTypeScript();
	const { recountBooks } = await import('../tests/books/main.ts');
	const tally = await recountBooks();
	console.log(JSON.stringify(tally));
	process.exitCode = tally.failed > 0 ? 1 : 0;
}
