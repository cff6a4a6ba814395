import { afterEach, expect, it, vi } from 'vitest';
import { dateHere } from '$lib/time/date-here';

afterEach(() => vi.unstubAllEnvs());

it('names the day that is on the wall here, not the one in Greenwich', () => {
	const evening = Date.parse('2026-12-04T01:00Z');
	vi.stubEnv('TZ', 'America/Denver');
	expect(dateHere(evening)).toBe('2026-12-03');
	vi.stubEnv('TZ', 'Pacific/Auckland');
	expect(dateHere(evening)).toBe('2026-12-04');
	expect(dateHere(Date.parse('2026-03-04T12:00Z'))).toBe('2026-03-05');
});
