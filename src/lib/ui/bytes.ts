/** Sizes for people: "340 kB", "12 MB", "1.2 GB". Decimal units, as the device's own settings show them. */
export function sayBytes(bytes: number): string {
	if (bytes < 1000) return `${bytes} bytes`;
	const units = ['kB', 'MB', 'GB', 'TB'] as const;
	let value = bytes / 1000;
	let at = 0;
	while (value >= 999.5 && at < units.length - 1) {
		value /= 1000;
		at++;
	}
	return `${value < 10 && at > 0 ? value.toFixed(1) : Math.round(value)} ${units[at]}`;
}
