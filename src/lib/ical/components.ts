/**
 * The skeleton of a calendar file: which line belongs to which component. A skeleton that does not hold stops the import,
 * because nobody can say any more what belongs where. Knows no meaning of any property.
 */
import { err, ok, type Result } from '$crypto/base';
import type { FileLine } from './lines';
import { MAX_EVENTS, type FileProblem } from './import-types';

export interface Component {
	/** Upper case, as VEVENT. */
	readonly name: string;
	/** Line of its BEGIN. */
	readonly line: number;
	readonly lines: readonly FileLine[];
	readonly parts: readonly Component[];
}

const MAX_DEPTH = 8;
/** A property begins with a name and then its parameters or its value. */
const PROPERTY = /^[A-Za-z0-9_.-]+[ \t]*[;:]/;

/** The calendars of the file; other components on the outermost floor are passed over. `notes` takes what was odd. */
export function readComponents(lines: readonly FileLine[], notes: FileProblem[]): Result<readonly Component[], FileProblem> {
	const outer: Open = { name: '', line: 0, lines: [], parts: [] };
	const stack: Open[] = [outer];
	let events = 0;
	for (const { number, text } of lines) {
		const current = stack.at(-1) ?? outer;
		const marker = /^(BEGIN|END)[ \t]*:[ \t]*([A-Za-z0-9-]+)[ \t]*$/i.exec(text);
		if (!marker) {
			if (current === outer) continue;
			// A property of several lines that its program forgot to indent: only its own text is lost.
			if (PROPERTY.test(text)) current.lines.push({ number, text });
			else notes.push(note(number, 'This line is no part of any event and was passed over.'));
			continue;
		}
		const name = (marker[2] ?? '').toUpperCase();
		if ((marker[1] ?? '').toUpperCase() === 'BEGIN') {
			if (stack.length > MAX_DEPTH) return err(stop(number, 'The parts of this file stand inside each other too deeply.'));
			if (name === 'VEVENT' && ++events > MAX_EVENTS)
				return err(stop(number, `The file has more than ${MAX_EVENTS.toLocaleString('en')} events. Export a shorter period.`));
			const fresh: Open = { name, line: number, lines: [], parts: [] };
			current.parts.push(fresh);
			stack.push(fresh);
			continue;
		}
		if (current.name !== name)
			return err(
				stop(
					number,
					current === outer
						? `${sayPart(name)} ends here that never began.`
						: `${sayPart(name)} ends here, but ${sayPart(current.name).toLowerCase()} that began in line ${current.line} is still open.`
				)
			);
		stack.pop();
	}
	const open = stack.at(-1);
	if (open && open !== outer)
		return err(stop(lines.at(-1)?.number ?? 1, `The file breaks off: ${sayPart(open.name).toLowerCase()} that began in line ${open.line} has no end. Export it again.`));
	const calendars = outer.parts.filter(({ name }) => name === 'VCALENDAR');
	if (calendars.length > 0) return ok(calendars);
	const first = lines[0];
	return err(
		stop(
			first?.number ?? 1,
			first === undefined
				? 'The file is empty.'
				: first.text.trimStart().startsWith('<')
					? 'This is a web page, not a calendar file. Perhaps you were not signed in when it was saved.'
					: 'This is not a calendar file. Its name should end in .ics.'
		)
	);
}

interface Open {
	name: string;
	line: number;
	lines: FileLine[];
	parts: Open[];
}

const sayPart = (name: string): string =>
	name === 'VEVENT' ? 'An event' : name === 'VCALENDAR' ? 'A calendar' : name === 'VTIMEZONE' ? 'A time zone' : `A part named ${name}`;
const stop = (line: number, sentence: string): FileProblem => ({ line, severity: 'stop', sentence });
const note = (line: number, sentence: string): FileProblem => ({ line, severity: 'note', sentence });
