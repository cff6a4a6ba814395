/** Makes entries that no honest device would make: any header, any payload, any keys. */
import { CORE_STREAM, type EntryId, type Slot } from '$crypto/base';
import { sealEnvelope, type SealOptions } from '$crypto/envelope';
import { encodeHeader, type Header } from '$crdt/log/entry';
import type { RawBatch } from '$crdt/log/ports';
import type { Person, Stage } from './cast';

export interface Crafted {
	readonly id: EntryId;
	readonly header: Header;
	readonly batch: RawBatch;
}

export interface CraftOptions {
	readonly header?: Partial<Header>;
	readonly payload?: Uint8Array;
	readonly seal?: Partial<SealOptions>;
	/** Claim another place than the header does. */
	readonly at?: { readonly slot?: Slot; readonly seq?: number };
}

/** An entry signed by `author`; by default a well-formed first one. */
export function craft(stage: Stage, author: Person, options: CraftOptions = {}): Crafted {
	const header: Header = {
		segment: 0,
		area: 'consultation',
		slot: author.slot,
		seq: 0,
		lamport: 1,
		prev: null,
		deps: [],
		...options.header
	};
	const { bytes, id } = sealEnvelope({
		collective: stage.collective,
		stream: CORE_STREAM,
		epochHint: stage.epoch.hint,
		headerKey: stage.epoch.headerKey,
		payloadKey: stage.epoch.areaKey(header.area),
		header: encodeHeader(header),
		payload: options.payload ?? notePayload('crafted'),
		signSecretKey: author.signer.signSecretKey,
		random: stage.random,
		...options.seal
	});
	const raw = { slot: options.at?.slot ?? header.slot, seq: options.at?.seq ?? header.seq, bytes };
	return { id, header, batch: { stream: CORE_STREAM, segment: header.segment, entries: [raw] } };
}

/** An entry on top of another crafted one of the same device. */
export function craftNext(stage: Stage, author: Person, before: Crafted, options: CraftOptions = {}): Crafted {
	const header = { prev: before.id, seq: before.header.seq + 1, lamport: before.header.lamport + 1, ...options.header };
	return craft(stage, author, { ...options, header });
}

export function notePayload(text: string): Uint8Array {
	return Uint8Array.from([0, ...new TextEncoder().encode(JSON.stringify({ v: 1, at: 1, ops: [{ type: 'test/note', text }] }))]);
}
