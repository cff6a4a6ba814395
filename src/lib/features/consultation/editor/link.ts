/**
 * Words that lead to an address: https, http or mailto, nothing else (TXT51). Nothing is ever fetched for one.
 *
 * Knows nothing of the sheet in which an address is typed. A link has an address and no other attribute.
 */
import { Mark } from '@tiptap/core';
import { isLinkAddress } from '$lib/services/link-address';

/** What somebody typed, as an address; null when it is none. "example.org/room" becomes https. */
export function linkAddressOf(typed: string): string | null {
	const trimmed = typed.trim();
	if (trimmed === '') return null;
	const hasScheme = /^[a-z][a-z\d+.-]*:(?!\d)/i.test(trimmed);
	const isMail = !hasScheme && /^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(trimmed);
	const whole = hasScheme ? trimmed : isMail ? `mailto:${trimmed}` : `https://${trimmed}`;
	if (!URL.canParse(whole)) return null;
	const { href, hostname, protocol } = new URL(whole);
	if (!hasScheme && !isMail && !hostname.includes('.')) return null;
	if (protocol === 'mailto:' && !href.includes('@')) return null;
	return isLinkAddress(href) ? href : null;
}

/** Attributes of the anchor that is drawn; none for what is no address. */
const drawn = (href: unknown): Record<string, string> =>
	isLinkAddress(href) ? { href, target: '_blank', rel: 'noopener noreferrer nofollow' } : {};

export const Link = Mark.create({
	name: 'link',
	inclusive: false,
	keepOnSplit: false,
	addAttributes() {
		return { href: { default: null } };
	},
	parseHTML() {
		return [
			{
				tag: 'a[href]',
				getAttrs: (element) => {
					const href = linkAddressOf(element.getAttribute('href') ?? '');
					// relative addresses of a pasted page would lead somewhere else from here
					return href !== null && /^(https?|mailto):/i.test(element.getAttribute('href') ?? '') ? { href } : false;
				}
			}
		];
	},
	renderHTML({ mark }) {
		return ['a', drawn(mark.attrs.href), 0];
	}
});
