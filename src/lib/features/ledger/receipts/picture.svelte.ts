/** A receipt as an address that the page can show, for as long as something shows it. Opened again once it has come. */
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

/** Call while a component is made. @param here grows true when it has come. */
export function createPicture(receipt: () => Receipt, here: () => boolean): Picture {
	const app = getApp();
	let url = $state<string | null>(null);
	let file = $state.raw<ReceiptFile | null>(null);
	let waiting = $state(false);
	let problem = $state.raw<Failure | null>(null);

	$effect(() => {
		const { hash, key, sizeBytes, kind } = receipt();
		void here(); // opened anew when it has come
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
			if (shown) URL.revokeObjectURL(shown);
			url = null;
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
