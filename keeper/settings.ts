/**
 * What the operator says of the keeper itself, by the environment: port, folder, quotas, Redis, STUN, how much to log. None of it is
 * told to visitors (`configuration.ts` has what is).
 */
import * as z from 'zod';
import { KEEP_LIMITS, type KeepLimits } from './keep-limits';
import { LEVELS, type Level } from './log';

export interface Settings {
	readonly port: number;
	readonly host: string;
	/** Null: keep nothing. */
	readonly dataDirectory: string | null;
	readonly open: boolean;
	readonly redisUrl?: string;
	/** Undefined: the HTTP port. */
	readonly stunPort?: number;
	readonly alsoKnownAs: readonly string[];
	readonly logLevel: Level;
	readonly limits: KeepLimits;
}

export type SettingsFailure = { readonly type: 'BadSetting'; readonly message: string };

const megabytes = (fallback: number) =>
	z.coerce
		.number()
		.min(1)
		.max(1e9)
		.default(fallback / MiB)
		.transform((value) => Math.round(value * MiB));
const port = z.coerce.number().int().min(0).max(65_535);
const count = (fallback: number) => z.coerce.number().int().min(1).max(1e7).default(fallback);
const MiB = 1024 * 1024;

const Environment = z.object({
	PORT: port.default(4173),
	HOST: z.string().default('127.0.0.1'),
	COMMONHOLD_DATA: z.string().optional(),
	COMMONHOLD_OPEN: z.enum(['', '0', '1']).default(''),
	COMMONHOLD_ALSO: z.string().default(''),
	COMMONHOLD_LOG: z.enum(LEVELS).default('warn'),
	COMMONHOLD_DOCUMENT_MB: megabytes(KEEP_LIMITS.documentBytes),
	COMMONHOLD_PASS_MB: megabytes(KEEP_LIMITS.ownerBytes),
	COMMONHOLD_PASS_DOCUMENTS: count(KEEP_LIMITS.ownerDocuments),
	COMMONHOLD_MEMORY_MB: megabytes(KEEP_LIMITS.loadedBytes),
	COMMONHOLD_CONNECTIONS: count(KEEP_LIMITS.connections),
	COMMONHOLD_CONNECTIONS_EACH: count(KEEP_LIMITS.connectionsPerAddress),
	REDIS_URL: z.url({ protocol: /^rediss?$/u }).optional(),
	STUN_PORT: port.optional()
});

/** @param defaultDirectory where the data goes when nothing is said; `COMMONHOLD_DATA=off` keeps nothing. */
export function readSettings(
	environment: Readonly<Record<string, string | undefined>>,
	defaultDirectory: string
): { readonly ok: true; readonly value: Settings } | { readonly ok: false; readonly error: SettingsFailure } {
	const said = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
	const parsed = Environment.safeParse(said);
	if (!parsed.success) {
		const issue = parsed.error.issues[0];
		return { ok: false, error: { type: 'BadSetting', message: `${issue?.path.join('.')}: ${issue?.message}` } };
	}
	const found = parsed.data;
	return {
		ok: true,
		value: {
			port: found.PORT,
			host: found.HOST,
			dataDirectory: found.COMMONHOLD_DATA === 'off' ? null : (found.COMMONHOLD_DATA ?? defaultDirectory),
			open: found.COMMONHOLD_OPEN === '1',
			alsoKnownAs: found.COMMONHOLD_ALSO.split(',').map((url) => url.trim()).filter((url) => URL.canParse(url)),
			logLevel: found.COMMONHOLD_LOG,
			...(found.REDIS_URL === undefined ? {} : { redisUrl: found.REDIS_URL }),
			...(found.STUN_PORT === undefined ? {} : { stunPort: found.STUN_PORT }),
			limits: {
				...KEEP_LIMITS,
				documentBytes: found.COMMONHOLD_DOCUMENT_MB,
				ownerBytes: found.COMMONHOLD_PASS_MB,
				ownerDocuments: found.COMMONHOLD_PASS_DOCUMENTS,
				loadedBytes: found.COMMONHOLD_MEMORY_MB,
				connections: found.COMMONHOLD_CONNECTIONS,
				connectionsPerAddress: found.COMMONHOLD_CONNECTIONS_EACH
			}
		}
	};
}
