/** What hledger and beancount say of a journal: whether they accept it, and each account's balance in minor units. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Verdict {
	readonly accepted: boolean;
	/** What they complained about. */
	readonly says: string;
}

export type Balances = ReadonlyMap<string, number>;

export interface JournalTool {
	readonly name: string;
	check(text: string): Verdict;
	/** `before`: what stood at the beginning of a day; null: at the end. Accounts at zero may be left out. */
	balances(text: string, digits: number, before: string | null): Balances;
}

/** @param folder where journals may be written. */
export function hledger(folder: string): JournalTool {
	const path = join(folder, 'book.journal');
	const ask = (text: string, parameters: readonly string[]) => {
		writeFileSync(path, text);
		return run('hledger', ['-f', path, ...parameters]);
	};
	return {
		name: 'hledger',
		check(text) {
			const { status, output } = ask(text, ['check', '--strict', 'ordereddates']);
			return { accepted: status === 0 && output === '', says: output };
		},
		balances(text, digits, before) {
			const { status, output } = ask(text, ['balance', '--flat', '--no-total', '--output-format=csv', ...(before === null ? [] : ['--end', before])]);
			if (status !== 0) throw new Error(output);
			return readTable(output, digits);
		}
	};
}

/** @param folder where journals may be written. */
export function beancount(folder: string): JournalTool {
	const path = join(folder, 'book.beancount');
	return {
		name: 'beancount',
		check(text) {
			writeFileSync(path, text);
			const { status, output } = run('bean-check', [path]);
			return { accepted: status === 0 && output === '', says: output };
		},
		balances(text, digits, before) {
			writeFileSync(path, text);
			const when = before === null ? '' : ` WHERE date < ${before}`;
			const { status, output } = run('bean-query', ['--format=csv', path, `SELECT account, sum(position)${when} GROUP BY account`]);
			if (status !== 0) throw new Error(output);
			return readTable(output, digits);
		}
	};
}

function run(command: string, parameters: readonly string[]): { readonly status: number; readonly output: string } {
	const result = spawnSync(command, parameters, {
		encoding: 'utf8', maxBuffer: 2 ** 28, timeout: 300_000, env: { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', PYTHONIOENCODING: 'utf-8', BEANCOUNT_DISABLE_LOAD_CACHE: '1' }
	});
	if (result.error !== undefined) throw result.error;
	return { status: result.status ?? 1, output: (result.stdout + result.stderr).trim() };
}

/** Two columns, account and amount, below a heading; an amount that is missing is zero. */
function readTable(text: string, digits: number): Balances {
	const balances = new Map<string, number>();
	for (const line of text.split(/\r?\n/).slice(1)) {
		const cells = /^"?([^",]+?)"?\s*,\s*"?([^"]*?)"?\s*$/.exec(line);
		if (cells !== null) balances.set(cells[1]!, minorOf(cells[2]!, digits)); // both groups matched
	}
	return balances;
}

function minorOf(text: string, digits: number): number {
	const amount = /^(-?)(\d+)(?:\.(\d*))?(?: [A-Z]{3})?$/.exec(text.trim());
	if (text.trim() === '') return 0;
	if (amount === null) throw new Error(`no amount: ${text}`);
	const decimals = amount[3] ?? '';
	if (/[1-9]/.test(decimals.slice(digits))) throw new Error(`parts of a minor unit: ${text}`);
	return Number(`${amount[1]}${amount[2]}${decimals.slice(0, digits).padEnd(digits, '0')}`) + 0;
}
