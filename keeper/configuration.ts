/**
 * What the operator of this machine may say: the public address for invitations, and the meeting points and ICE servers
 * that the app is told about. Read from `commonhold.config.json` and the environment; served to the app as `/config.json`.
 *
 * Knows nothing of collectives or members. Nothing in it is secret: every visitor may read it.
 */
import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';

const httpsOrLocal = z
	.url({ protocol: /^https?$/ })
	.refine((url) => url.startsWith('https:') || ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname), {
		message: 'must begin with https:// (browsers offer no encryption to pages from other plain http addresses)'
	});

const Configuration = z.strictObject({
	/** Address used in invitations; empty means the address the app was opened with. */
	publicUrl: z.union([z.literal(''), httpsOrLocal]).default(''),
	/** Signaling servers; empty means this one. */
	signaling: z.array(z.url({ protocol: /^wss?$/ })).max(8).default([]),
	/** STUN and TURN servers; empty means none, so that no third party is ever contacted. */
	iceServers: z
		.array(
			z.strictObject({
				urls: z.union([z.string().max(512), z.array(z.string().max(512)).max(8)]),
				username: z.string().max(512).optional(),
				credential: z.string().max(512).optional()
			})
		)
		.max(8)
		.default([])
});
export type Configuration = z.infer<typeof Configuration>;

export type ConfigurationFailure = { readonly type: 'BadConfiguration'; readonly message: string };

/**
 * Reads the file if it exists; `COMMONHOLD_PUBLIC_URL` wins over the file.
 * Returns `BadConfiguration` with a sentence for the operator when the file is not JSON or a value is not acceptable.
 */
export function loadConfiguration(
	file: string,
	environment: Readonly<Record<string, string | undefined>>
): { ok: true; value: Configuration } | { ok: false; error: ConfigurationFailure } {
	let raw: unknown = {};
	if (existsSync(file)) {
		try {
			raw = JSON.parse(readFileSync(file, 'utf8'));
		} catch {
			return bad(`${file} is not valid JSON.`);
		}
	}
	const publicUrl = environment['COMMONHOLD_PUBLIC_URL'];
	if (publicUrl && typeof raw === 'object' && raw !== null) raw = { ...raw, publicUrl };
	const parsed = Configuration.safeParse(raw);
	if (parsed.success) return { ok: true, value: parsed.data };
	const issue = parsed.error.issues[0];
	return bad(`${publicUrl ? 'COMMONHOLD_PUBLIC_URL or ' : ''}${file}: ${issue?.path.join('.')} ${issue?.message}`);
}

function bad(message: string): { ok: false; error: ConfigurationFailure } {
	return { ok: false, error: { type: 'BadConfiguration', message } };
}
