/**
 * Which Host headers mean this keeper. A token is signed for the host that the client dialled: were any host answered, somebody in between
 * could pass their own challenge off as ours. Carries KEE7.
 */
import { networkInterfaces } from 'node:os';

export interface HostOptions {
	/** Addresses under which the keeper is known, such as `https://keeper.example`; empty ones are left out. */
	readonly urls: readonly string[];
	/** Interface it listens on; other than a loopback one, the machine's own addresses are its names too. */
	readonly listensOn: string;
	readonly port: () => number;
}

/** @returns the host as it is signed (lower case, without the scheme's own port), or null for somebody else's. */
export function createHostCheck({ urls, listensOn, port }: HostOptions): (header: string | undefined) => string | null {
	const known = new Set(urls.filter((url) => url !== '').map((url) => new URL(url).host.toLowerCase()));
	const isPublic = !isLoopback(listensOn);
	return (header) => {
		const host = header?.toLowerCase();
		if (host === undefined || host.length > 261 || !/^([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/u.test(host)) return null;
		const name = host.replace(/:\d{1,5}$/u, '');
		if (known.has(host)) return host;
		if (isLoopback(name)) return host;
		return isPublic && ownAddresses().has(name) && host === `${name}:${port()}` ? host : null;
	};
}

export const isLoopback = (name: string): boolean => ['localhost', '127.0.0.1', '::1', '[::1]'].includes(name);

function ownAddresses(): ReadonlySet<string> {
	const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
	return new Set(all.map(({ address, family }) => (family === 'IPv6' ? `[${address.toLowerCase()}]` : address)));
}
