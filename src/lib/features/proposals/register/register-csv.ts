/**
 * The register as a table for a spreadsheet: RFC 4180 (commas, quotes doubled, CRLF), UTF-8 with its mark so that
 * spreadsheets read accents. PRO122.
 *
 * Anybody may write anything into a title, and a spreadsheet takes a cell that begins with = + - or @ for a formula. Such a
 * cell therefore begins with an apostrophe here, also behind spaces and for the wide forms of these signs; a spreadsheet shows
 * the words as they are, another program takes the apostrophe off. Pure.
 */
import type { RegisterEntry } from '$crdt/domain/proposals/views';
import { effectName } from '$lib/words/effect-words';
import { methodName } from '$lib/words/method-words';
import { subjectName } from '$lib/words/setting-words';
import { answerWords, carriedOutWords, plainTime, resultWords, tallyWords, type ExportAbout } from './register-words';

type Column = readonly [name: string, cell: (entry: RegisterEntry, about: ExportAbout) => string];

const COLUMNS: readonly Column[] = [
	['Decided', (entry, { zone }) => (entry.decidedAt === null ? '' : plainTime(entry.decidedAt, zone))],
	['Result', (entry) => resultWords(entry)],
	['Title', (entry) => entry.title],
	['Text', (entry) => entry.text],
	['About', (entry) => (entry.effect.kind === 'none' ? effectName(entry.effect) : subjectName(entry.subject))],
	['What it does', (entry, about) => carriedOutWords(entry, about)],
	['Rule', (entry) => methodName(entry.method)],
	['Answered', (entry) => `${entry.given} of ${entry.electors}`],
	['Count', (entry) => tallyWords(entry)],
	['Stood aside', (entry) => entry.stoodAside.join('; ')],
	['Answers', (entry) => entry.stances.map((one) => `${one.name}: ${answerWords(one, entry)}`).join('\n')],
	['What was decided and why', (entry) => entry.statement],
	['Tasks', (entry) => entry.tasks.map((one) => `${one.text} (${[one.assigneeName, one.due, one.doneAt === null ? '' : 'done'].filter(Boolean).join(', ')})`).join('\n')],
	['Review on', (entry) => entry.reviewOn ?? ''],
	['Proposed by', (entry) => entry.proposerName],
	['Opened', (entry, { zone }) => plainTime(entry.openedAt, zone)],
	['Id', (entry) => entry.id],
	['Follows', (entry) => entry.succeeds ?? ''],
	['Followed by', (entry) => entry.succeededBy ?? '']
];

/** @returns the whole file, its byte order mark first. */
export function registerCsv(entries: readonly RegisterEntry[], about: ExportAbout): string {
	const rows = [COLUMNS.map(([name]) => name), ...entries.map((entry) => COLUMNS.map(([, cell]) => cell(entry, about)))];
	return `\uFEFF${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

const FORMULA = /^\s*[=+\-@＝＋－＠]/u;

/** One cell, always in quotes. */
export function csvCell(text: string): string {
	const visible = text.replaceAll('\0', '').replace(/\r\n?/g, '\n');
	const harmless = FORMULA.test(visible) || /^[\t\n]/.test(visible) ? `'${visible}` : visible;
	return `"${harmless.replaceAll('"', '""')}"`;
}
