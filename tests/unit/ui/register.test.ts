import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import type { RegisterEntry } from '$crdt/domain/proposals/views';
import { csvCell, registerCsv } from '$lib/features/proposals/register/register-csv';
import { EVERYTHING, filterRegister, isDue, yearsOf, type RegisterFilter } from '$lib/features/proposals/register/register-filter';
import { inLine, quoted, registerMarkdown } from '$lib/features/proposals/register/register-markdown';
import { answerWords, changedHref, tallyWords, type ExportAbout } from '$lib/features/proposals/register/register-words';
import { DAY_MS, entry, NOW, stance } from '../../support/register-entries';

const TODAY = { today: '2026-11-22', zone: 'Europe/Berlin' };
const about: ExportAbout = { collective: 'Praxis Lindenhof', zone: 'Europe/Berlin', currency: 'EUR', writtenAt: NOW, nameOf: (id) => id.replace(/_+$/, '') };
const task = (part: Partial<RegisterEntry['tasks'][number]>) => ({ id: 'x' as ObjectId, proposal: 'y' as ObjectId, text: '', assignee: stance('Dele').memberId, assigneeName: 'Dele', mine: false, due: null, doneAt: null, ...part });

describe('[PRO120] finding a decision', () => {
	const rent = entry({ title: 'We share the rent', subject: 'spending', decidedAt: Date.parse('2025-12-31T23:30:00Z'), mine: true });
	const quiet = entry({ title: 'Quiet hours', text: 'Nach acht Uhr leise, bitte für Chloé.', method: { kind: 'majority', percent: 75, of: 'eligible', quorum: 0 } });
	const sofa = entry({ title: 'Which sofa', statement: 'The red one, because it can be washed.', method: { kind: 'dot', options: ['Red', 'Blue'], dots: 3 }, state: { status: 'chosen', options: [0] } });
	const open = entry({ title: 'Ten days', state: { status: 'past-deadline' }, decidedAt: null, openedAt: NOW, stances: [stance('Eve', { reason: 'Too long', harms: 'we answer within the week' })], tasks: [task({ text: 'Call the landlord' })] });
	const all = [open, quiet, sofa, rent];
	const titles = (part: Partial<RegisterFilter>) => filterRegister(all, { ...EVERYTHING, ...part }, TODAY).map((one) => one.title);

	it('by every word, in titles, texts, statements, options, reasons, tasks and names, whatever the accents and capitals', () => {
		expect(titles({ words: 'CHLOE leise' })).toEqual(['Quiet hours']);
		expect(titles({ words: 'washed' })).toEqual(['Which sofa']);
		expect(titles({ words: 'blue' })).toEqual(['Which sofa']);
		expect(titles({ words: 'landlord dele' })).toEqual(['Ten days']);
		expect(titles({ words: 'within the week' })).toEqual(['Ten days']);
		expect(titles({ words: 'eve' })).toEqual(['Ten days']);
		expect(titles({ words: 'leise washed' })).toEqual([]);
		// Ana was asked everywhere and said nothing of her own
		expect(titles({ words: 'ana' })).toEqual([]);
		expect(filterRegister([entry({ stoodAside: ['Ana'] })], { ...EVERYTHING, words: 'ana' }, TODAY)).toHaveLength(1);
		expect(titles({ words: '  ' })).toHaveLength(4);
	});
	it('by result, subject, method, year, and what is mine', () => {
		expect(titles({ result: 'open' })).toEqual(['Ten days']);
		expect(titles({ result: 'decided' })).toEqual(['Quiet hours', 'Which sofa', 'We share the rent']);
		expect(titles({ result: 'chosen' })).toEqual(['Which sofa']);
		expect(titles({ subject: 'spending' })).toEqual(['We share the rent']);
		expect(titles({ method: 'majority' })).toEqual(['Quiet hours']);
		expect(titles({ which: 'mine' })).toEqual(['We share the rent']);
	});
	it('the year is the one on the wall of the collective', () => {
		expect(yearsOf(all, TODAY.zone)).toEqual(['2026']);
		expect(yearsOf(all, 'UTC')).toEqual(['2026', '2025']);
		expect(titles({ year: '2025' })).toEqual([]);
	});
	it('a decision is due for review from its day on, unless it was not taken or something followed it', () => {
		expect(isDue(entry({ reviewOn: '2026-11-22' }), TODAY.today)).toBe(true);
		expect(isDue(entry({ reviewOn: '2026-11-23' }), TODAY.today)).toBe(false);
		expect(isDue(entry({ reviewOn: '2026-11-01', succeededBy: 'z' as ObjectId }), TODAY.today)).toBe(false);
		expect(isDue(entry({ reviewOn: '2026-11-01', state: { status: 'not-accepted' } }), TODAY.today)).toBe(false);
		expect(filterRegister([entry({ reviewOn: '2026-01-01' }), entry()], { ...EVERYTHING, which: 'due' }, TODAY)).toHaveLength(1);
	});
	it('leads to what was changed, and nowhere where nothing was', () => {
		expect(changedHref(entry({ effect: { kind: 'change-setting', change: { key: 'decisionDays', value: 9 } } }))?.href).toBe('/settings/how-we-decide/decisionDays');
		expect(changedHref(entry({ effect: { kind: 'spend', amount: 1, purpose: 'x' }, state: { status: 'not-accepted' } }))).toBeNull();
		expect(changedHref(entry())).toBeNull();
	});
});

/** Reads RFC 4180 back, as a spreadsheet does. */
function readCsv(text: string): string[][] {
	const rows: string[][] = [[]];
	const cells = /"((?:[^"]|"")*)"(,|\r\n)/gy;
	let match: RegExpExecArray | null;
	let read = 1;
	cells.lastIndex = 1;
	while ((match = cells.exec(text)) !== null) {
		read = cells.lastIndex;
		rows.at(-1)?.push((match[1] ?? '').replaceAll('""', '"'));
		if (match[2] === '\r\n') rows.push([]);
	}
	expect(read, 'the whole file was read').toBe(text.length);
	return rows.slice(0, -1);
}

describe('[PRO122] the register as a table', () => {
	it('keeps quotes, commas and lines in their cells', () => {
		const nasty = 'A "quoted", title;\twith\r\nlines\rand\nmore';
		const rows = readCsv(registerCsv([entry({ title: nasty, statement: '","x","' })], about));
		expect(rows).toHaveLength(2);
		expect(new Set(rows.map((row) => row.length)).size).toBe(1);
		const cell = (name: string) => rows[1]?.[rows[0]?.indexOf(name) ?? -1];
		expect(cell('Title')).toBe('A "quoted", title;\twith\nlines\nand\nmore');
		expect(cell('What was decided and why')).toBe('","x","');
		expect(cell('Decided')).toBe('2026-11-19 12:00');
		expect(cell('Answered')).toBe('5 of 5');
		expect(cell('Rule')).toBe('Consent');
	});
	it('no text of anybody becomes a formula', () => {
		for (const nasty of ['=1+1', '+49 30', '-2', '@SUM(A1)', ' =HYPERLINK("http://x")', '\t=1', '\n=1', '＝1', '＋1', '－1', '＠x', '\u00a0=1', '\tx']) expect(csvCell(nasty), nasty).toMatch(/^"'/);
		expect(csvCell('a=1, b-2')).toBe('"a=1, b-2"');
		expect(csvCell('')).toBe('""');
		const rows = readCsv(registerCsv([entry({ title: '=cmd|calc', proposerName: '@Ben', statement: '-1', text: '+1', stoodAside: ['=Eve'] })], about));
		for (const cell of rows[1] ?? []) expect(cell).not.toMatch(/^\s*[=+\-@]/);
	});
	it('begins with the mark that lets spreadsheets read accents', () => {
		expect(registerCsv([], about).startsWith('\uFEFF"Decided",')).toBe(true);
	});
	it('says each answer with its reason and how firm it is', () => {
		const one = entry({ stances: [stance('Eve', { ballot: { kind: 'position', position: 'object' }, reason: 'Too early.', harms: 'our quiet', tooLate: true })] });
		expect(answerWords(one.stances[0]!, one)).toBe('objects (given word, too late for the result): Too early. It harms: our quiet');
		expect(readCsv(registerCsv([one], about))[1]).toContain('Eve: objects (given word, too late for the result): Too early. It harms: our quiet');
	});
	it('a sealed count stays sealed', () => {
		expect(tallyWords(entry({ tally: { ...entry().tally, hidden: true } }))).toBe('sealed');
		expect(tallyWords(entry())).toBe('Consent: 2');
	});
});

describe('[PRO121] the register as Markdown', () => {
	it('says what was decided, when, by which rule, who stood aside, and what follows', () => {
		const text = registerMarkdown(
			[entry({ title: 'Quiet hours', stoodAside: ['Eve'], statement: 'For the neighbours.', reviewOn: '2027-05-01', tasks: [task({ text: 'Tell the groups', due: '2026-12-01', doneAt: NOW })] })],
			about
		);
		expect(text).toContain('# Decisions of Praxis Lindenhof\n\n1 entry, newest first. Written 2026-11-22 12:00, times of Europe/Berlin.');
		expect(text).toContain('## Quiet hours\n\n**Decided**, 2026-11-19 12:00\n\n> No groups after eight.');
		expect(text).toContain('What was decided and why:\n\n> For the neighbours.');
		expect(text).toContain('- Rule: Consent. It passes when nobody objects. More than half must have answered.');
		expect(text).toContain('- Stood aside: Eve');
		expect(text).toContain('- Review on: 2027-05-01');
		expect(text).toContain('- [x] Tell the groups, Dele, 2026-12-01');
		expect(text).toContain('- Ana: consents (given word)');
	});
	it('nobody’s text becomes a heading, a picture, a hidden link, a table, code or HTML', () => {
		const lines = ['# Heading', '![x](https://evil.example/p.png)', '[here](https://evil.example)', '<img src=x onerror=y>', '| a | b |', '```js', '    code', '---', '===', '* one', '- two', '1. three', '> quote', '&lt;b&gt;', '~~gone~~', '\\'];
		const text = quoted(lines.join('\n'));
		for (const line of text.split('\n')) {
			expect(line.startsWith('> '), line).toBe(true);
			// a sign with a meaning never stands without a backslash before it
			expect(line.slice(2).replace(/\\$/, '').replace(/\\./g, 'x'), line).not.toMatch(/^(#|>|-|=|\d+[.)]|\s)|[`*_[\]<>&~|$]/);
		}
	});
	it('a title with lines in it stays one heading', () => {
		expect(inLine('One\n# Two\r\n\u2028<b>Three')).toBe('One \\# Two \\<b\\>Three');
	});
	it('lines stay lines', () => {
		expect(quoted('One\nTwo\n\nThree\n')).toBe('> One\\\n> Two\n>\n> Three');
	});
});

it('a long register is written in one go', () => {
	const many = Array.from({ length: 1_000 }, (_, i) => entry({ title: `Decision ${i}`, openedAt: NOW - i * DAY_MS }));
	expect(readCsv(registerCsv(many, about))).toHaveLength(1_001);
	expect(registerMarkdown(many, about).match(/^## /gm)).toHaveLength(1_000);
});
