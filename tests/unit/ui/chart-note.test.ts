/** The presenter's own note: what it says, and that it goes nowhere by itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { disciplinesOf, emptyNote, isNoted, noteFileName, noteFrom, noteText, type ChartNote } from '$lib/features/consultation/chart/chart-note';

type Attendance = Parameters<typeof disciplinesOf>[0][number];
const one = (discipline: string, part: Partial<Attendance> = {}): Attendance => ({ isMe: false, was: 'there', reply: null, discipline, ...part });
const written: ChartNote = { date: '2026-11-19', kind: 'Case consultation', withWhom: 'Psychologist', question: 'How do I end this?\r\nSoon.', suggested: '', decided: 'Name the end, because …' };

describe('a chart note', () => {
	it('[CON69] begins with the day, the kind and disciplines, never with names', () => {
		const attendance = [one('Psychologist'), one(' psychologist '), one('Social worker'), one(''), one('Doctor', { isMe: true }), one('Nurse', { was: 'absent' })].map((each, index) => ({
			...each, member: `m${index}` as never, name: ['Ben', 'Chloé', 'Dele', 'Eve', 'Ana', 'Farah'][index]!, licence: 'L 1', minutes: 90, signedAt: 1
		}));
		const note = noteFrom({ start: '2026-11-19T18:00', kind: 'case', attendance });
		expect(note).toEqual({ ...emptyNote(), date: '2026-11-19', kind: 'Case consultation', withWhom: 'Psychologist (2), Colleague, Social worker' });
		expect(noteText(note)).not.toMatch(/Ben|Chloé|Dele|Eve|Ana|Farah|L 1/);
	});

	it('[CON69] counts on those who said they come while nobody has signed', () => {
		expect(disciplinesOf([one('Psychologist', { was: null, reply: 'yes' }), one('Nurse', { was: null, reply: 'no' }), one('Doctor', { was: null })])).toBe('Psychologist');
		expect(disciplinesOf([])).toBe('');
	});

	it('[CON69] reads as a plain text, without what was left empty', () => {
		expect(noteText(written)).toBe(
			'Peer consultation\n\nDate\nThursday, 19 November 2026\n\nKind of meeting\nCase consultation\n\nWith\nPsychologist\n\nThe question\nHow do I end this?\nSoon.\n\nWhat I decided, and why\nName the end, because …\n'
		);
		expect(noteFileName(written)).toBe('consultation-note-2026-11-19.txt');
		expect(noteFileName({ ...written, date: '../../x' })).toBe('consultation-note.txt');
	});

	it('[CON69] what was filled in by itself is nothing to lose; one letter of one’s own is', () => {
		const from = { ...emptyNote(), date: '2026-11-19' };
		expect([isNoted({ ...from }, from), isNoted({ ...from, suggested: ' ' }, from), isNoted({ ...from, suggested: 'x' }, from)]).toEqual([false, false, true]);
	});

	it('[CON69] its form has no way to the log, to drafts or to any store', () => {
		const folder = new URL('../../../src/lib/features/consultation/chart/', import.meta.url).pathname;
		const sources = new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
		expect([...sources.keys()].sort()).toEqual(['ChartForm.svelte', 'ChartNote.svelte', 'chart-note.ts']);
		const all = [...sources.values()].join('\n');
		expect(all).not.toMatch(/\b(post|drafts|keeper|createKeeper|KeptDraft|openText|localStorage|sessionStorage|indexedDB|caches|fetch|cookie|pushState|replaceState|searchParams|console|snapshot)\b/);
		// what it is written in knows nothing of the app; the page around it asks for one view and gives plain values
		const form = sources.get('ChartForm.svelte')!;
		const imports = [...form.matchAll(/from '([^']+)'/g)].map(([, from]) => from);
		expect(imports).toEqual(['svelte', '$app/navigation', '$lib/ui/Ask.svelte', '$lib/ui/Field.svelte', '$lib/ui/save-file', './chart-note']);
		expect(sources.get('ChartNote.svelte')!.match(/getApp\(\)\.\w+/g)).toEqual(['getApp().view']);
	});
});
