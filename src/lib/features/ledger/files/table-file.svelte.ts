/** A table file in the page's hands: read, held for the screen, and forgotten with it. The reader is fetched when a file is. */
import type { RowProblem, Table } from '$lib/book-file/import-table';
import type { Encoding } from '$lib/book-file/import-text';

export class TableFile {
	status = $state<'none' | 'reading' | 'read'>('none');
	fileName = $state('');
	encoding = $state<Encoding>('UTF-8');
	table = $state.raw<Table | null>(null);
	/** Why nothing of it can be used. */
	stopped = $state.raw<RowProblem | null>(null);

	async read(file: File): Promise<void> {
		this.status = 'reading';
		this.fileName = file.name;
		this.table = null;
		this.stopped = null;
		const [{ decodeTable, MAX_FILE_BYTES }, { readTable }] = await Promise.all([import('$lib/book-file/import-text'), import('$lib/book-file/import-table')]);
		if (file.size > MAX_FILE_BYTES) return this.#stop('The file is larger than 4 MB. Export a shorter period.');
		const decoded = decodeTable(new Uint8Array(await file.arrayBuffer()));
		if (decoded === null) return this.#stop('This is no CSV file. A spreadsheet can save one: “Save as”, then CSV.');
		this.encoding = decoded.encoding;
		const table = readTable(decoded.text);
		if (table.ok) this.table = table.value;
		else this.stopped = table.error;
		this.status = 'read';
	}

	forget(): void {
		this.status = 'none';
		this.table = null;
		this.stopped = null;
	}

	#stop(reason: string): void {
		this.stopped = { row: 0, column: '', reason };
		this.status = 'read';
	}
}
