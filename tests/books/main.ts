/**
 * Books written as journals and recounted by tools of others, whose arithmetic is none of ours: hledger and beancount accept them
 * and come to the same balance of every account, to the minor unit, at the end and at the end of every year. Run by scripts/books.js.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selectBook } from '$crdt/domain/ledger/select-book';
import { selectStatement } from '$crdt/domain/ledger/select-statement';
import type { BookView } from '$crdt/domain/ledger/report-views';
import { writeBeancount } from '$lib/book-file/beancount';
import { writeHledger } from '$lib/book-file/hledger';
import { journalOf } from '$lib/book-file/journal';
import { createFiveYearBook, YEARS, type LongBook } from '../support/five-year-book';
import { randomBook } from './random-book';
import { beancount, hledger, type Balances, type JournalTool } from './tools';

const RANDOM_BOOKS = 20;
const DIGITS: Readonly<Record<string, number>> = { JPY: 0, KWD: 3 };
const digitsOf = (currency: string): number => DIGITS[currency] ?? 2;

type Writer = typeof writeHledger;
interface Recount {
	readonly tool: JournalTool;
	readonly write: Writer;
	/** It can tell balances, not only whether a file is in order. */
	readonly tells: boolean;
}

export async function recountBooks(): Promise<{ readonly passed: number; readonly failed: number; readonly skipped: number }> {
	const folder = mkdtempSync(join(tmpdir(), 'commonhold-books-'));
	const tellsToo = spawnSync('which', ['bean-query'], { stdio: 'ignore' }).status === 0;
	if (!tellsToo) console.log('bean-query is not there: beancount compares the balances that stand in the file, and is not asked for its own.');
	const recounts: readonly Recount[] = [
		{ tool: hledger(folder), write: writeHledger, tells: true },
		{ tool: beancount(folder), write: writeBeancount, tells: tellsToo }
	];
	let [passed, failed] = [0, 0];
	const claim = (title: string, prove: () => void): void => {
		const started = performance.now();
		try {
			prove();
			passed++;
			console.log(`✓ ${title} (${Math.round(performance.now() - started)} ms)`);
		} catch (error) {
			failed++;
			console.log(`✗ ${title}\n${error instanceof Error ? error.message : String(error)}`);
		}
	};
	try {
		const long = createFiveYearBook();
		for (const recount of recounts) claimLongBook(claim, long, recount);
		for (let seed = 1; seed <= RANDOM_BOOKS; seed++) {
			const { book, title } = randomBook(seed);
			claim(`[LED60] a random book, ${title}, by both tools`, () => recounts.forEach((recount) => recountWhole(book, recount)));
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	return { passed, failed, skipped: 0 };
}

function claimLongBook(claim: (title: string, prove: () => void) => void, long: LongBook, recount: Recount): void {
	const { tool, write } = recount;
	const book = selectBook(long.lens());
	const size = `${book.entries.length} entries of ${long.members.length} people over five years`;
	claim(`[LED60] ${tool.name} accepts ${size} and comes to every balance`, () => recountWhole(book, recount));
	if (recount.tells)
		claim(`[LED60] ${tool.name} comes to what every member's statement closes with, every year`, () => {
			const text = write(book, digitsOf);
			for (let year = YEARS.from + 1; year <= YEARS.until; year++) recountStatements(long, book, year, tool.balances(text, 2, `${year}-01-01`));
		});
	claim(`[LED60] ${tool.name} finds one minor unit that was changed in ${size}`, () => {
		const text = write(book, digitsOf);
		const at = text.lastIndexOf('.', text.lastIndexOf('Assets:Bank', text.length / 2) + 60);
		const digit = text.charAt(at + 2);
		const changed = `${text.slice(0, at + 2)}${digit === '5' ? '6' : '5'}${text.slice(at + 3)}`;
		if (changed === text || tool.check(changed).accepted) throw new Error('it was accepted');
	});
	claim(`[LED60] ${tool.name} finds one minor unit that was changed in a final balance`, () => {
		const text = write(book, digitsOf);
		const changed = text.replace(/(Equity:Distributions:Workshops +(?:0\.00 EUR = )?-?\d+\.\d)(\d)/g, (_, front: string, digit: string) => front + String((Number(digit) + 1) % 10));
		if (changed === text) throw new Error('nothing was changed');
		const last = text.slice(0, text.lastIndexOf('Equity:Distributions:Workshops')) + changed.slice(changed.lastIndexOf('Equity:Distributions:Workshops'));
		if (tool.check(last).accepted) throw new Error('it was accepted');
	});
}

function recountWhole(book: BookView, { tool, write, tells }: Recount): void {
	const digits = digitsOf(book.currency);
	const text = write(book, digitsOf);
	const { accepted, says } = tool.check(text);
	if (!accepted) throw new Error(`${tool.name}: ${says.slice(0, 2000)}`);
	if (!tells) return;
	const told = tool.balances(text, digits, null);
	const found = new Map<string, number>();
	const known = new Set<string>();
	for (const { name, account } of journalOf(book, digitsOf).accounts) {
		known.add(name);
		found.set(account, (found.get(account) ?? 0) + (told.get(name) ?? 0));
	}
	for (const name of told.keys()) if (!known.has(name)) throw new Error(`${tool.name} has an account ${name}`);
	for (const { account, balanceMinor } of book.accounts) {
		if (found.get(account) !== balanceMinor) throw new Error(`${tool.name}: ${account} stands at ${found.get(account)}, in the book at ${balanceMinor}`);
	}
}

function recountStatements(long: LongBook, book: BookView, year: number, told: Balances): void {
	const names = new Map(journalOf(book, digitsOf).accounts.map(({ account, name }) => [account, name]));
	const lens = long.lens();
	for (const member of long.members) {
		const closing = selectStatement(lens, member, { from: `${year - 1}-01-01`, until: `${year}-01-01` })?.closingMinor;
		const balance = told.get(names.get(`member:${member}`) ?? '') ?? 0;
		if (closing !== 0 - balance) throw new Error(`${member} closes ${year - 1} with ${closing}, in the journal with ${0 - balance}`);
	}
}
