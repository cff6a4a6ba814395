/**
 * A file that somebody shared to the app, or opened with it: it waits here, in memory alone, until the app is unlocked and its
 * person says where it goes. It is on no disk and gone with the page (PWA20 to PWA24). Knows nothing of what is in the file.
 */
import { HELD_ADDRESS } from './held-file';

export type HandedKind = 'calendar' | 'bundle' | 'unknown';

export interface Handed {
	readonly file: File;
	readonly kind: HandedKind;
}

interface LaunchParams {
	readonly files?: readonly FileSystemFileHandle[];
}
type LaunchQueue = { setConsumer(take: (params: LaunchParams) => void): void };

// One page, one file: it comes before there is any component that could hold it.
let handed: Handed | null = null;

/** Fetches what was handed over, when the page for it is opened; the app may still be locked. Never rejects. */
export async function collectHanded(page: Window & { readonly launchQueue?: LaunchQueue }): Promise<void> {
	page.launchQueue?.setConsumer(({ files }) => void files?.[0]?.getFile().then(hand));
	if (!page.navigator.serviceWorker?.controller) return;
	try {
		const answer = await fetch(HELD_ADDRESS, { method: 'POST' });
		if (answer.status === 200) hand(new File([await answer.arrayBuffer()], nameIn(answer.headers), { type: answer.headers.get('content-type') ?? '' }));
	} catch {
		// nothing was handed over
	}
}

export const seeHanded = (): Handed | null => handed;

/** Gives the file away, once. @returns null when there is none of that kind. */
export function takeHanded(kind: HandedKind): File | null {
	if (handed?.kind !== kind) return null;
	const { file } = handed;
	handed = null;
	return file;
}

export function putAway(): void {
	handed = null;
}

/** By its name first: senders call either kind by many types. */
export function kindOf({ name, type }: Pick<File, 'name' | 'type'>): HandedKind {
	if (/\.(ics|ical|ifb|vcs)$/i.test(name)) return 'calendar';
	if (/\.commonhold$/i.test(name)) return 'bundle';
	return type === 'text/calendar' ? 'calendar' : 'unknown';
}

function hand(file: File): void {
	handed = { file, kind: kindOf(file) };
}

function nameIn(headers: Headers): string {
	try {
		return decodeURIComponent(headers.get('x-file-name') ?? '');
	} catch {
		return '';
	}
}
