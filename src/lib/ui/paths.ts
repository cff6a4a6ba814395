/** Is `path` the place itself or a page of it? Home holds nothing but itself. */
export function isWithin(path: string, href: string): boolean {
	return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
}
