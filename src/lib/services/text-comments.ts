/** The comments of one open text: gathered from its entries as they come, said and withdrawn by entries of their own. Carries TXT57 and TXT58. */
import { err, ok, type EntryId, type Result, type Slot } from '$crypto/base';
import { listComments, type RemarkEntry } from '$crdt/text/comments';
import { encodePayload, MAX_COMMENT, type Remark } from '$crdt/text/payload';
import { failure, type Failure } from '$lib/errors';
import type { Writer } from '$lib/worker/api';
import { Box } from './box.svelte';
import type { CommentView, TextComments } from './consultation-types';

export interface OpenComments {
	readonly list: TextComments['comments'];
	readonly say: TextComments['comment'];
	readonly withdraw: TextComments['withdrawComment'];
	/** An entry of the text, once. */
	take(entry: RemarkEntry): void;
	/** Who is who has changed. */
	retell(): void;
}

/** @param append writes an entry of the text; durable when it resolves. */
export function createTextComments(
	writerOf: (slot: Slot) => Writer | null,
	append: (payload: Uint8Array) => Promise<Result<string, Failure>>,
	now: () => number = () => Date.now()
): OpenComments {
	const list = new Box<readonly CommentView[]>([]);
	const entries: RemarkEntry[] = [];

	function retell(): void {
		if (entries.length === 0) return;
		list.current = listComments(entries, (slot) => writerOf(slot)?.member ?? null).map(({ id, slot, at, about, text, withdrawn }) => {
			const writer = writerOf(slot);
			return {
				id, at, text, withdrawn,
				about: about === '' ? null : (about as CommentView['about']), // the payload's reader has checked the shape
				name: writer?.name ?? '', discipline: writer?.discipline ?? '', licence: writer?.licence ?? '', mine: writer?.isMe ?? false
			};
		});
	}

	async function write(remark: Remark): Promise<Result<void, Failure>> {
		const written = await append(encodePayload([remark]));
		return written.ok ? ok(undefined) : written;
	}

	return {
		list,
		async say(text, about) {
			const words = text.trim();
			// screens let nobody write so much, or nothing
			if (words === '' || words.length > MAX_COMMENT) return err(failure('Unexpected'));
			return write({ kind: 'comment', at: now(), about: about ?? '', text: words });
		},
		async withdraw(id) {
			const known = list.current.find((one) => one.id === id);
			if (!known?.mine) return err(failure('Unexpected'));
			return known.withdrawn ? ok(undefined) : write({ kind: 'withdraw', entry: id as EntryId });
		},
		take(entry) {
			if (entry.remarks.length === 0) return;
			entries.push(entry);
			retell();
		},
		retell
	};
}
