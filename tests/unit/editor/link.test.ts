import { describe, expect, it } from 'vitest';
import { isLinkAddress } from '$crdt/text/content';
import { linkAddressOf } from '$lib/features/consultation/editor/link';

describe('what somebody types as the address of a link', () => {
	it.each([
		['https://example.org', 'https://example.org/'],
		['  example.org/room?a=1#b ', 'https://example.org/room?a=1#b'],
		['HTTP://Example.org', 'http://example.org/'],
		['example.org:8080/x', 'https://example.org:8080/x'],
		['ana@example.org', 'mailto:ana@example.org'],
		['mailto:ana@example.org', 'mailto:ana@example.org'],
		['https://exämple.org/straße', 'https://xn--exmple-cua.org/stra%C3%9Fe'],
		['https://example.org/a b', 'https://example.org/a%20b']
	])('[TXT51] %s is %s', (typed, address) => {
		expect(linkAddressOf(typed)).toBe(address);
		expect(isLinkAddress(address)).toBe(true);
	});

	it.each([
		'', 'tea', 'javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'java\tscript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', 'blob:https://example.org/1', 'tel:988', 'mailto:', 'https://', 'ftp://example.org', 'about:blank'
	])('[TXT51] %s is none', (typed) => {
		expect(linkAddressOf(typed)).toBe(null);
	});
});
