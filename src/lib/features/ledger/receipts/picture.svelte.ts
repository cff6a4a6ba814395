/** A receipt as an address that the page can show, for as long as something shows it. Opened again once it has come. */
import { untrack } from 'svelte';
import type { Receipt } from '$crdt/domain/ledger/ops';
import { failure, type Failure } from '$lib/errors';
import { getApp } from '$lib/services/context';
import type { ReceiptFile } from '$lib/services/ledger-types';

export interface Picture {
	/** Of the opened bytes, with the kind that its entry says; null while there are none. */
	readonly url: string | null;
	readonly file: ReceiptFile | null;
	/** Not on this device yet. */
	readonly waiting: boolean;
	readonly failure: Failure | null;
}

const LET_GO_MS = 10_000;

/** Call while a component is made. @param here grows true when it has come. */
export function createPicture(receipt: () => Receipt, here: () => boolean): Picture {
	const app = getApp();
	let url = $state<string | null>(null);
	let file = $state.raw<ReceiptFile | null>(null);
	let waiting = $state(false);
	let problem = $state.raw<Failure | null>(null);

	// forms copy what they hold: another object is not another receipt
	const hash = $derived(receipt().hash);
	let arrivals = $state(0);

	$effect(() => {
		if (waiting && here()) untrack(() => arrivals++);
	});

	$effect(() => {
		void hash;
		void arrivals; // opened anew when it has come
		const { key, sizeBytes, kind } = untrack(receipt);
		let shown: string | null = null;
		let gone = false;
		app.receipts.open({ hash, key, sizeBytes, kind }).then(
			(opened) => {
				if (gone) return;
				problem = opened.ok ? null : opened.error;
				file = opened.ok ? opened.value : null;
				waiting = opened.ok && opened.value === null;
				shown = file && URL.createObjectURL(new Blob([file.bytes], { type: file.kind }));
				url = shown;
			},
			() => (problem = failure('Unexpected'))
		);
		return () => {
			gone = true;
			url = null;
			// not before the page has let go of it
			if (shown) setTimeout(URL.revokeObjectURL, LET_GO_MS, shown);
		};
	});

	return {
		get url() {
			return url;
		},
		get file() {
			return file;
		},
		get waiting() {
			return waiting;
		},
		get failure() {
			return problem;
		}
	};
}
