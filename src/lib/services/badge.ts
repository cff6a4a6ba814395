/** The number on the installed app's sign: how many proposals wait for my voice. Nothing where the device has no such thing. */

export type Badging = Partial<Pick<Navigator, 'setAppBadge' | 'clearAppBadge'>>;

/** Whatever the device says to it is no matter of the app's. */
export function showBadge(device: Badging, count: number): void {
	const shown = count > 0 ? device.setAppBadge?.(count) : device.clearAppBadge?.();
	shown?.catch(() => undefined);
}

export const clearBadge = (device: Badging): void => showBadge(device, 0);
