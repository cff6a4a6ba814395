/** What the address of the form asks for. Pure. */
import type { ObjectId } from '$crypto/base';
import { KINDS } from './says';
import type { DraftKind, EntryDraft } from './draft';

export interface Asked {
	/** '': a new one. */
	readonly draft: string;
	readonly copy: ObjectId | null;
	readonly correct: ObjectId | null;
	readonly filled: Partial<Pick<EntryDraft, 'kind' | 'approval' | 'amount' | 'description' | 'category' | 'from' | 'to'>>;
}

const FILLED = ['approval', 'amount', 'description', 'category', 'from', 'to'] as const;

export function readAddress(search: URLSearchParams): Asked {
	const kind = KINDS.find((one) => one.kind === search.get('kind'))?.kind;
	const filled: Partial<Record<(typeof FILLED)[number] | 'kind', string>> & { kind?: DraftKind } = kind ? { kind } : {};
	for (const key of FILLED) {
		const text = search.get(key)?.slice(0, 160);
		if (text) filled[key] = text;
	}
	// an address is free text; an id that means nothing finds nothing
	const id = (key: string): ObjectId | null => (search.get(key) || null) as ObjectId | null;
	return { draft: /^[\w-]{1,60}$/.exec(search.get('draft') ?? '')?.[0] ?? '', copy: id('copy'), correct: id('correct'), filled };
}

/** The same address with its draft named, so that coming back finds it. */
export function withDraft(search: URLSearchParams, name: string): string {
	const next = new URLSearchParams(search);
	next.set('draft', name);
	return `/ledger/new?${next.toString()}`;
}
