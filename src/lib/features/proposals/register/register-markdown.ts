/**
 * The register as Markdown: to read, to print, to keep with the minutes. PRO121.
 *
 * What people wrote stands there as words: every sign that would make a heading, a picture, HTML, or a link that says something
 * else than where it leads is escaped. Nothing is fetched when the file is read. Pure.
 */
import type { RegisterEntry } from '$crdt/domain/proposals/views';
import { howItPasses, methodName, optionLabels } from '$lib/words/method-words';
import { answerWords, carriedOutWords, plainTime, resultWords, tallyWords, type ExportAbout } from './register-words';

export function registerMarkdown(entries: readonly RegisterEntry[], about: ExportAbout): string {
	const head = [`# ${inLine(`Decisions of ${about.collective}`)}`, inLine(`${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}, newest first. Written ${plainTime(about.writtenAt, about.zone)}, times of ${about.zone}.`)];
	return `${[...head, ...entries.flatMap((entry) => sectionOf(entry, about))].join('\n\n')}\n`;
}

function sectionOf(entry: RegisterEntry, about: ExportAbout): readonly string[] {
	const decided = entry.decidedAt === null ? '' : `, ${plainTime(entry.decidedAt, about.zone)}`;
	const facts: readonly (readonly [string, string])[] = [
		['Rule', `${methodName(entry.method)}. ${howItPasses(entry.method)}`],
		['Count', [tallyWords(entry), `${entry.given} of ${entry.electors} answered`].filter((one) => one !== '').join('; ')],
		['Stood aside', entry.stoodAside.join(', ')],
		['What it does', carriedOutWords(entry, about)],
		['Review on', entry.reviewOn ?? ''],
		['Proposed by', `${entry.proposerName}, ${plainTime(entry.openedAt, about.zone)}`],
		['Number', entry.id],
		['Follows', entry.succeeds ?? ''],
		['Followed by', entry.succeededBy ?? '']
	];
	const options = optionLabels(entry.method);
	return [
		`## ${inLine(entry.title)}`,
		`**${inLine(resultWords(entry))}**${inLine(decided)}`,
		...(entry.text.trim() === '' ? [] : [quoted(entry.text)]),
		...(entry.statement.trim() === '' ? [] : ['What was decided and why:', quoted(entry.statement)]),
		...(options.length === 0 ? [] : ['Options:', options.map((one) => `- ${inLine(one)}`).join('\n')]),
		facts.filter(([, value]) => value !== '').map(([name, value]) => `- ${name}: ${inLine(value)}`).join('\n'),
		...(entry.stances.length === 0 ? [] : ['Answers:', entry.stances.map((one) => `- ${inLine(`${one.name}: ${answerWords(one, entry)}`)}`).join('\n')]),
		...(entry.tasks.length === 0 ? [] : ['Tasks:', entry.tasks.map((one) => `- [${one.doneAt === null ? ' ' : 'x'}] ${inLine([one.text, one.assigneeName, one.due ?? ''].filter((part) => part !== '').join(', '))}`).join('\n')])
	];
}

const LINE_ENDS = /\r\n|[\r\n\v\f\u0085\u2028\u2029]/u;

/** Everything on one line, as words. */
export function inLine(text: string): string {
	return text.split(LINE_ENDS).map((line) => escapeLine(line)).filter((line) => line !== '').join(' ');
}

/** Several lines, each of them kept, as a quotation. */
export function quoted(text: string): string {
	const lines = text.trim().split(LINE_ENDS).map(escapeLine);
	return lines.map((line, index) => (line === '' ? '>' : `> ${line}${lines[index + 1] ? '\\' : ''}`)).join('\n');
}

/** Signs with a meaning anywhere, then those with a meaning at the beginning of a line. */
function escapeLine(line: string): string {
	return line
		.replaceAll('\0', '')
		.replaceAll('\t', ' ')
		.trim()
		.replace(/[\\`*_[\]<>&~|$]/g, '\\$&')
		.replace(/^([#+=-])/, '\\$1')
		.replace(/^(\d{1,9})([.)])/, '$1\\$2');
}
