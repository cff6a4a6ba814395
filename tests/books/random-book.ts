/** Small books of chance: a few people with names of any letters, whatever the rules let stand of random ops, in a currency of any digits. */
import type { BookView } from '$crdt/domain/ledger/report-views';
import { selectBook } from '$crdt/domain/ledger/select-book';
import { createBookWriter } from '../support/book-writer';
import { randomLedgerOp } from '../support/random-ledger';
import { createSeeded, type Seeded } from '../support/seeded';

const OPS = 150;
/** Places in Unicode where letters of many kinds lie, and signs that journals use. */
const LETTERS = [0x20, 0x41, 0x61, 0xc0, 0x130, 0x1c4, 0x391, 0x410, 0x5d0, 0x627, 0x905, 0xe01, 0x10d0, 0x1e9e, 0x2126, 0x3042, 0x4e00, 0xac00, 0xfb00, 0x1f600, 0x1d400, 0x20000];
const SIGNS = [':', ';', '"', '\\', ',', '=', '|', '*', '(', '[', '{', '#', '^', '@', '  ', '\u00a0', '-', '0', '\u200d', '\u0301', "'"];

export function randomBook(seed: number): { readonly book: BookView; readonly title: string } {
	const chance = createSeeded(seed);
	const writer = createBookWriter(Array.from({ length: 2 + chance.int(7) }, () => randomName(chance)));
	for (let step = 0; step < OPS; step++) {
		const by = chance.int(writer.members.length);
		const { ledger, membership } = writer.state();
		const who = { ledger, me: writer.members[by]!, members: writer.members, ownership: membership.settings.ownership, approvals: [], today: '2026-03-31' }; // a member
		const op = randomLedgerOp(who, chance);
		writer.write(by, op.type === 'ledger/open-account' || op.type === 'ledger/change-account' ? { ...op, name: randomName(chance) } : op);
	}
	const currency = chance.pick(['EUR', 'JPY', 'KWD']);
	const book = { ...selectBook(writer.lens()), currency, collectiveName: randomName(chance) };
	if (book.entries.length < OPS / 5) throw new Error(`a book of ${book.entries.length} entries shows little`);
	return { book, title: `${book.entries.length} entries in ${currency}` };
}

function randomName(chance: Seeded): string {
	const name = Array.from({ length: 1 + chance.int(8) }, () =>
		chance.chance(0.3) ? chance.pick(SIGNS) : String.fromCodePoint(chance.pick(LETTERS) + chance.int(26))
	).join('');
	return name.trim() === '' ? 'Nobody' : name;
}
