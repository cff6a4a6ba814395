/** Collects what became of a batch. Knows nothing of why. */
import type { HeldReason, RejectReason } from './admit';
import type { OpenedEntry } from './entry';
import type { Evidence, ReceiveReport, Rejection } from './log-types';
import type { RawEntry, StoreFailure } from './ports';

const MAX_DESCRIBED = 64;

export interface Report {
	readonly admitted: OpenedEntry[];
	readonly evidence: Evidence[];
	duplicates: number;
	notStored: StoreFailure | null;
	reject(raw: RawEntry, reason: RejectReason): void;
	hold(reason: HeldReason | 'missing-parent' | 'device-forked'): void;
	rejections(): readonly Rejection[];
	done(): ReceiveReport;
}

export function createReport(): Report {
	const rejected: Rejection[] = [];
	let rejectedCount = 0;
	const pending = { 'unknown-slot': 0, 'unknown-epoch': 0, 'newer-app': 0, 'missing-parent': 0, 'device-forked': 0 };
	const report: Report = {
		admitted: [],
		evidence: [],
		duplicates: 0,
		notStored: null,
		reject(raw, reason) {
			rejectedCount++;
			if (rejected.length < MAX_DESCRIBED) rejected.push({ slot: raw.slot, seq: raw.seq, reason });
		},
		hold(reason) {
			pending[reason]++;
		},
		rejections: () => rejected,
		done: () => ({
			admitted: report.admitted.map((entry) => entry.id),
			pending,
			duplicates: report.duplicates,
			rejected,
			rejectedCount,
			evidence: report.evidence,
			notStored: report.notStored
		})
	};
	return report;
}
