/** Overlays of the double: kept in memory, shown as they were given. */
import { ok } from '$crypto/base';
import type { BusyOverlayInput, BusyOverlayView, BusySpanView, BusyViews } from '$lib/services/busy-types';
import { wallAt } from '$lib/ui/times';

export class FakeBusy {
	#kept = $state.raw<readonly (BusyOverlayInput & Kept)[]>([]);

	get overlays(): readonly BusyOverlayView[] {
		return this.#kept.map(({ id, name, addedAt, until, spans }) => ({ id, name, addedAt, until, spans: spans.length }));
	}

	spans({ from, until, zone }: BusyViews['calendar/busy']['args']): readonly BusySpanView[] {
		return this.#kept.flatMap(({ id, name, spans }) =>
			spans
				.map((span) => ({ overlay: id, name, start: wallAt(span.start * 60_000, zone), end: wallAt(span.end * 60_000, zone) }))
				.filter(({ start, end }) => end > `${from}T00:00` && start < `${until}T00:00`)
		);
	}

	add(input: BusyOverlayInput) {
		const id = `overlay ${this.#kept.length + 1}`;
		this.#kept = [...this.#kept, { ...input, id, addedAt: Date.now() }];
		return Promise.resolve(ok(id));
	}

	remove(id: string) {
		this.#kept = this.#kept.filter((one) => one.id !== id);
		return Promise.resolve(ok(undefined));
	}
}

interface Kept {
	readonly id: string;
	readonly addedAt: number;
}
