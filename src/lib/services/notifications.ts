/**
 * The device's own notifications, shown by this device to its person while the app runs: no server, no subscription, no word of
 * what it is about. Off until somebody switches them on, for this device alone.
 */
const KEY = 'commonhold-reminders';
/** One place for all of them: a newer one takes the place of the one before. */
const TAG = 'commonhold';

export interface Notifying {
	readonly permission: NotificationPermission;
	requestPermission(): Promise<NotificationPermission>;
}

/** Null: this browser has none. */
export const notifyingOf = (page: Window & { readonly Notification?: Notifying }): Notifying | null => ('serviceWorker' in page.navigator ? (page.Notification ?? null) : null);

export const isSwitchedOn = (storage: Pick<Storage, 'getItem'>): boolean => storage.getItem(KEY) === 'on';

export const mayNotify = (storage: Pick<Storage, 'getItem'>, notifying: Notifying | null): boolean => isSwitchedOn(storage) && notifying?.permission === 'granted';

/** @returns whether they are on now; false also where the browser says no. */
export async function switchNotifications(storage: Pick<Storage, 'setItem' | 'removeItem'>, notifying: Notifying | null, on: boolean): Promise<boolean> {
	if (!on || notifying === null) {
		storage.removeItem(KEY);
		return false;
	}
	const permission = notifying.permission === 'default' ? await notifying.requestPermission() : notifying.permission;
	if (permission !== 'granted') {
		storage.removeItem(KEY);
		return false;
	}
	storage.setItem(KEY, 'on');
	return true;
}

/** @param sentence without content */
export async function notify(workers: Pick<ServiceWorkerContainer, 'getRegistration'>, sentence: string): Promise<void> {
	const registration = await workers.getRegistration();
	await registration?.showNotification('Commonhold', { body: sentence, tag: TAG, icon: '/icon-192.png' });
}
