/** The estimate of how hard a passphrase is to guess: strict, local, monotone enough to trust. */
import { describe, expect, it } from 'vitest';
import { gradePassphrase } from '$lib/services/passphrase-grade';

const score = (passphrase: string) => gradePassphrase(passphrase).score;

describe('the grade of a passphrase', () => {
	it.each(['', ' ', 'a', 'password', 'Passwort1!', 'qwertzuiop', '12345678901234567890', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'abcdefghijklmnopqrstuvwxyz', 'praxis praxis praxis praxis', 'commonhold', 'Sommer 2024', 'iloveyou 1999'])(
		'%j is useless',
		(passphrase) => expect(score(passphrase)).toBe(0)
	);

	it.each(['walnut orbit', 'tr0ub4dor&3'])('%j is not enough', (passphrase) => expect(score(passphrase)).toBeLessThan(3));

	it.each(['walnut orbit kettle thimble lagoon quartz', 'Zx7#qLm2!vRt9@pWk4$'])('%j is very hard to guess', (passphrase) => expect(score(passphrase)).toBe(4));

	it('each unusual word more never makes it worse', () => {
		const words = 'walnut orbit kettle thimble lagoon quartz'.split(' ');
		const bits = words.map((_, i) => gradePassphrase(words.slice(0, i + 1).join(' ')).bits);
		expect(bits).toEqual([...bits].sort((a, b) => a - b));
		expect(score(words.slice(0, 4).join(' '))).toBeGreaterThanOrEqual(2);
	});

	it('a repeated word is worth next to nothing', () => {
		expect(gradePassphrase('walnut walnut walnut').bits).toBeLessThanOrEqual(gradePassphrase('walnut').bits + 2);
	});

	it('the same letters typed on two keyboards weigh the same', () => {
		expect(gradePassphrase('caf\u00e9 noir').bits).toBe(gradePassphrase('cafe\u0301 noir').bits);
	});

	it('says one sentence for every grade, and stays quick on very long input', () => {
		expect(gradePassphrase('x'.repeat(100_000)).sentence).toMatch(/\.$/);
		for (const text of ['a', 'walnut orbit kettle', 'walnut orbit kettle thimble lagoon quartz']) expect(gradePassphrase(text).sentence).toMatch(/^[A-Z].*\.$/);
	});
});
