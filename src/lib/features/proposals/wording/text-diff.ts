/**
 * What changed from one text to another, word by word, put together so that people can read it. Pure; display only.
 */
import { diffWordsWithSpace } from 'diff';

export interface Piece {
	readonly kind: 'same' | 'added' | 'removed';
	readonly text: string;
}

/** Beyond so many edits the texts have too little in common to be read side by side. */
const MOST_EDITS = 400;

/** Every character of both texts stands in it: `same` + `removed` is the old one, `same` + `added` the new one. */
export function diffTexts(before: string, after: string): readonly Piece[] {
	const found = diffWordsWithSpace(before, after, { maxEditLength: MOST_EDITS });
	const pieces: readonly Piece[] = found
		? found.map((one) => ({ kind: one.added ? 'added' : one.removed ? 'removed' : 'same', text: one.value }))
		: [{ kind: 'removed', text: before }, { kind: 'added', text: after }];
	return together(pieces);
}

/** Changes that nothing but a space parts are one change; of one change the old words come first. */
function together(pieces: readonly Piece[]): readonly Piece[] {
	const result: Piece[] = [];
	let removed = '';
	let added = '';
	const flush = () => {
		// white space at the end of both has not changed
		const [, space = ''] = removed !== '' && added !== '' ? (/([^\S\n]+)$/.exec(removed) ?? []) : [];
		const shared = added.endsWith(space) ? space : '';
		const cut = (text: string) => text.slice(0, text.length - shared.length);
		if (cut(removed) !== '') result.push({ kind: 'removed', text: cut(removed) });
		if (cut(added) !== '') result.push({ kind: 'added', text: cut(added) });
		removed = added = '';
		if (shared !== '') result.push({ kind: 'same', text: shared });
	};
	pieces.forEach((piece, index) => {
		if (piece.kind === 'removed') removed += piece.text;
		else if (piece.kind === 'added') added += piece.text;
		else if (/^[^\S\n]+$/.test(piece.text) && removed + added !== '' && index < pieces.length - 1) {
			removed += piece.text;
			added += piece.text;
		} else {
			flush();
			if (piece.text !== '') result.push(piece);
		}
	});
	flush();
	return result;
}

const KEPT = 100;

/** Long unchanged stretches cut to what stands next to a change; `null` stands for what was left out. */
export function shorten(pieces: readonly Piece[]): readonly (Piece | null)[] {
	return pieces.flatMap((piece, index) => {
		if (piece.kind !== 'same' || piece.text.length <= 3 * KEPT) return [piece];
		const first = index === 0 ? '' : cutAtSpace(piece.text.slice(0, KEPT), 'end');
		const last = index === pieces.length - 1 ? '' : cutAtSpace(piece.text.slice(-KEPT), 'start');
		const kept = (text: string): readonly Piece[] => (text === '' ? [] : [{ kind: 'same', text }]);
		return [...kept(first), null, ...kept(last)];
	});
}

function cutAtSpace(text: string, at: 'start' | 'end'): string {
	if (at === 'start') return text.slice(Math.max(0, text.search(/\s/)));
	return text.replace(/\s\S*$/, '');
}

/** "3 words new, 1 gone"; '' where nothing changed. */
export function sayChanges(pieces: readonly Piece[]): string {
	const words = (kind: Piece['kind']) => pieces.filter((one) => one.kind === kind).reduce((sum, one) => sum + (one.text.match(/\S+/g)?.length ?? 0), 0);
	const [added, removed] = [words('added'), words('removed')];
	if (pieces.every((one) => one.kind === 'same')) return '';
	if (added === 0 && removed === 0) return 'only spaces or line breaks';
	return [added > 0 ? `${added} ${added === 1 ? 'word' : 'words'} new` : '', removed > 0 ? `${removed} ${removed === 1 ? 'word' : 'words'} gone` : ''].filter((one) => one !== '').join(', ');
}
