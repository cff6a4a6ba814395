/** Receipts of the double of the app: what was kept lies in memory; those of the sample book are drawn when they are asked for. */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { ok } from '$crypto/base';
import type { Receipt } from '$crdt/domain/ledger/ops';
import type { ReceiptFile, ReceiptPlace } from '$lib/services/ledger-types';
import type { App } from '$lib/services/types';
import { storyHashes } from './story';

export class FakeReceipts {
	/** Looked at anew after each change. */
	version = $state(0);
	#kept = new SvelteMap<string, ReceiptFile>();
	#opened = new SvelteSet<string>();

	keep: App['receipts']['keep'] = (file) => {
		const hash = storyHashes.hash('receipt', String(this.#kept.size), String(file.bytes.length));
		this.#kept.set(hash, file);
		this.version++;
		// a made-up name and key: they look the part
		return Promise.resolve(ok({ hash, key: storyHashes.hash('receipt key', hash), sizeBytes: file.bytes.length + 64, kind: file.kind } as Receipt));
	};

	/** One of the sample book is not here the first time: it is fetched, and then it is. */
	open: App['receipts']['open'] = async ({ hash, kind }) => {
		const own = this.#kept.get(hash);
		if (own !== undefined) return ok(own);
		if (!this.#opened.has(hash)) {
			this.#opened.add(hash);
			setTimeout(() => this.version++, 1_500);
			return ok(null);
		}
		if (kind === 'application/pdf') return ok({ kind, bytes: new TextEncoder().encode(PDF) });
		return ok({ kind: 'image/jpeg', bytes: await drawn(hash) });
	};

	places(hashes: readonly string[], of: number): readonly ReceiptPlace[] {
		return hashes.map((hash, at) => ({ hash, here: this.#kept.has(hash) || this.#opened.has(hash), members: this.#kept.has(hash) ? 1 : Math.max(1, Math.min(of, 4 - at)), of }));
	}
}

async function drawn(hash: string): Promise<Uint8Array<ArrayBuffer>> {
	const canvas = new OffscreenCanvas(600, 860);
	const pen = canvas.getContext('2d');
	if (pen !== null) {
		pen.fillStyle = '#f4f0e6';
		pen.fillRect(0, 0, 600, 860);
		pen.fillStyle = '#333';
		pen.font = '26px monospace';
		['SCHREIBWAREN HOFER', 'Lindenstr. 7', '', hash.slice(0, 12).replaceAll('-', ' '), '', '2 x 12,40      24,80', '1 x 89,10      89,10', '', 'Summe EUR    113,90', '', 'Danke'].forEach((text, at) => pen.fillText(text, 60, 90 + at * 56));
	}
	const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.7 });
	return new Uint8Array(await blob.arrayBuffer());
}

const PDF =
	'%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 420]/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>/Contents 4 0 R>>endobj 4 0 obj<</Length 44>>stream\nBT /F 18 Tf 40 340 Td (Invoice 2026-117) Tj ET\nendstream endobj\ntrailer<</Root 1 0 R>>\n';
