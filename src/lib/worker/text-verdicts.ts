/**
 * Entries of text streams as pages read them: the payload, and who signed what it embeds. Remembers which of them embed words
 * of devices that are not known yet, to judge them again. Never looks into the words. Carries TXT32 and TXT57.
 */
import type { CollectiveId, EntryId, Slot, StreamId } from '$crypto/base';
import { parseSignedUpdate, verifySignedUpdate } from '$crypto/ephemeral';
import type { OpenedEntry } from '$crdt/log/entry';
import { decodePayload, isRemark } from '$crdt/text/payload';
import type { TextEntry } from './api';
import type { Devices } from './devices';

type Verdict = TextEntry['embedded'][number]['verdict'];

export interface Verdicts {
	/** Null for what is no words: offers of keys, other areas. */
	read(entry: OpenedEntry): TextEntry | null;
	/** Entries read before whose signatures can all be judged by now; each is given once. */
	again(): readonly { readonly stream: StreamId; readonly entry: TextEntry }[];
	/** The text is gone: nothing of it is kept. */
	forget(stream: StreamId): void;
}

export function createVerdicts(collective: CollectiveId, devices: Devices): Verdicts {
	const unknown = new Map<EntryId, { readonly entry: OpenedEntry; readonly slots: readonly Slot[] }>();

	function judge(stream: StreamId, signedBytes: Uint8Array, signature: Uint8Array): Verdict {
		const update = parseSignedUpdate(signedBytes);
		if (!update) return { status: 'bad' };
		const candidates = devices.candidates(update.slot);
		if (candidates.length === 0) return { status: 'unknown', slot: update.slot };
		const good = candidates.some(({ signKey: publicKey }) =>
			verifySignedUpdate({ collective, stream, signedBytes, signature, publicKey })
		);
		return good ? { status: 'good', slot: update.slot, body: update.body } : { status: 'bad' };
	}

	function read(entry: OpenedEntry): TextEntry | null {
		if (entry.area !== 'text' || entry.payload.kind !== 'text') return null;
		const payload = entry.payload.bytes.slice();
		const parts = decodePayload(payload);
		const readable = parts.ok ? parts.value : [];
		const embedded = readable.flatMap((part) =>
			part.kind === 'embedded' ? [{ signature: part.signature, verdict: judge(entry.stream, part.signedBytes, part.signature) }] : []
		);
		const slots = embedded.flatMap(({ verdict }) => (verdict.status === 'unknown' ? [verdict.slot] : []));
		if (slots.length > 0) unknown.set(entry.id, { entry, slots });
		const { id, slot, segment, seq, lamport } = entry;
		return { id, slot, segment, seq, lamport, payload, remarks: readable.filter(isRemark), embedded };
	}

	return {
		read,
		forget(stream) {
			for (const [id, { entry }] of unknown) if (entry.stream === stream) unknown.delete(id);
		},
		again() {
			const known = [...unknown.values()].filter(({ slots }) => slots.every((slot) => devices.candidates(slot).length > 0));
			return known.flatMap(({ entry: opened }) => {
				unknown.delete(opened.id);
				const entry = read(opened);
				return entry ? [{ stream: opened.stream, entry }] : [];
			});
		}
	};
}
