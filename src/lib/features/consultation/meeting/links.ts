/** Where a meeting by link takes place. Pure. */

/** As the log takes it: https, or nothing. */
export const isLink = (text: string): boolean => text === '' || (text.length <= 300 && /^https:\/\/[^\s<>"'\\^`{|}]+$/.test(text) && hostOf(text) !== '');

/** "meet.example.org"; '' when it leads nowhere. */
export function hostOf(link: string): string {
	try {
		return new URL(link).host;
	} catch {
		return '';
	}
}
