/**
 * Structured log: one line of JSON for each event, with an event name from the code and numbers. There is no way to put a name, an
 * address, a document or a token into it: fields are numbers and words of the code. Carries KEE60.
 */
export const LEVELS = ['off', 'error', 'warn', 'info', 'debug'] as const;
export type Level = (typeof LEVELS)[number];

export type Log = (level: Exclude<Level, 'off'>, event: string, numbers?: Readonly<Record<string, number>>) => void;

/** @param write takes one line without its end. */
export function createLog(wanted: Level, write: (line: string) => void, now: () => Date): Log {
	const most = LEVELS.indexOf(wanted);
	return (level, event, numbers) => {
		if (LEVELS.indexOf(level) > most) return;
		write(JSON.stringify({ time: now().toISOString(), level, event, ...numbers }));
	};
}

export const silentLog: Log = () => {};
