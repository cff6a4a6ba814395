/** What we write, read by Debian's python3-icalendar and python3-dateutil, which know nothing of us. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeCalendar } from '../../src/lib/ical/export';
import { calendarFrom, meant } from '../unit/ical/generate';
import { expand } from '../unit/ical/read';
import type { Campaign } from './campaign';

const CALENDARS = 500;
const reader = fileURLToPath(new URL('read-calendar.py', import.meta.url));
/** Debian's own, wherever another Python stands before it. */
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';

export const campaign: Campaign = {
	claim: `python3-icalendar reads the same instants from ${CALENDARS} generated calendars`,
	// asked by module: the package's name stands for it where it is absent
	tools: spawnSync(python, ['-c', 'import icalendar, dateutil, pytz']).status === 0 ? [] : ['python3-icalendar'],
	async run() {
		const calendars = Array.from({ length: CALENDARS }, (_, seed) => calendarFrom(seed + 1));
		const files = calendars.map((calendar) => writeCalendar(calendar, { redacted: false, notes: true }, expand));
		const read = spawnSync(python, [reader], { input: JSON.stringify(files), encoding: 'utf8', maxBuffer: 1 << 28 });
		assert.equal(read.status, 0, read.stderr);
		const found: unknown = JSON.parse(read.stdout);
		assert(Array.isArray(found));
		let occurrences = 0;
		calendars.forEach((calendar, i) => {
			const wanted = [...new Set(meant(calendar))];
			assert.deepEqual({ seed: i + 1, found: found[i] }, { seed: i + 1, found: wanted });
			occurrences += wanted.length;
		});
		assert(occurrences > 20_000);
	}
};
