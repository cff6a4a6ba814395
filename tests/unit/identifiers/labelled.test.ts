import { describe, expect, it } from 'vitest';
import { IDENTIFIER_CLASSES, type IdentifierClass } from '$crdt/domain/consultation/identifiers';
import { check } from '$lib/identifiers/check';
import { count, readLabelled, type Counted, type Tally } from './labelled';

/** Told in words: everything else has a form. */
const FORMLESS: readonly IdentifierClass[] = ['name', 'place', 'biometric', 'photo'];

const sum = ({ classes }: Counted, of: readonly IdentifierClass[]): Tally =>
	of.map((kind) => classes.get(kind)).reduce<Tally>(
		(all, one) => ({ labelled: all.labelled + (one?.labelled ?? 0), found: all.found + (one?.found ?? 0), flags: all.flags + (one?.flags ?? 0), right: all.right + (one?.right ?? 0) }),
		{ labelled: 0, found: 0, flags: 0, right: 0 }
	);
const share = (part: number, whole: number): string => (whole === 0 ? '   –' : (part / whole).toFixed(2));

function report(title: string, counted: Counted): string {
	const rows = IDENTIFIER_CLASSES.map((kind) => {
		const { labelled, found, flags, right } = sum(counted, [kind]);
		return `  ${kind.padEnd(10)} ${String(labelled).padStart(4)}   recall ${share(found, labelled)}   precision ${share(right, flags)}`;
	});
	return [`${title}`, ...rows, `  misses (${counted.misses.length})`, ...counted.misses.map((each) => `    ${each}`), `  false alarms (${counted.falseAlarms.length})`, ...counted.falseAlarms.map((each) => `    ${each}`)].join('\n');
}

describe.each(['development', 'held-out', 'fresh', 'colleagues', 'later', 'jottings', 'abroad', 'practice'] as const)('the %s sentences', (part) => {
	const sentences = readLabelled(part);
	const counted = count(sentences, check);
	const structured = sum(counted, IDENTIFIER_CLASSES.filter((kind) => !FORMLESS.includes(kind)));
	const names = sum(counted, ['name']);
	const all = sum(counted, IDENTIFIER_CLASSES);
	console.log(report(`${part}: ${sentences.length} sentences, ${sentences.filter(({ spans }) => spans.length === 0).length} with nothing to flag`, counted));

	it('[IDN21] have something of every class and many with nothing', () => {
		if (part !== 'fresh' && part !== 'later') for (const kind of IDENTIFIER_CLASSES) expect(sum(counted, [kind]).labelled, kind).toBeGreaterThan(1);
		expect(sentences.filter(({ spans }) => spans.length === 0).length).toBeGreaterThanOrEqual(part === 'fresh' || part === 'later' ? 25 : 50);
	});

	it('[IDN21] are found: 95 of 100 of what has a form', () => {
		expect(structured.found / structured.labelled).toBeGreaterThanOrEqual(0.95);
	});

	it('[IDN21] are found: 85 of 100 names and places', () => {
		expect(names.found / names.labelled).toBeGreaterThanOrEqual(0.85);
		const places = sum(counted, ['place']);
		expect(places.found / places.labelled).toBeGreaterThanOrEqual(0.85);
	});

	it('[IDN21] are not buried: 85 of 100 flags are right', () => {
		expect(all.right / all.flags).toBeGreaterThanOrEqual(0.85);
	});
});
