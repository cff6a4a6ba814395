/** The app's own worker scripts, and leave to start them under Trusted Types. Nothing else may be started. */
import check from '$lib/identifiers/check-worker.ts?worker&url';
import engine from '$lib/worker/worker.ts?worker&url';

const SCRIPTS: readonly string[] = [engine, check];

export const ENGINE_SCRIPT = engine;
export const CHECK_SCRIPT = check;

let policy: ReturnType<NonNullable<Window['trustedTypes']>['createPolicy']> | null = null;

/** The policy's name may be claimed once per page, hence remembered. @throws for any other script. */
export function trusted(url: string): string {
	if (!window.trustedTypes) return url;
	policy ??= window.trustedTypes.createPolicy('commonhold-worker', {
		createScriptURL(asked) {
			if (!SCRIPTS.includes(asked)) throw new TypeError('no other script may be started');
			return asked;
		}
	});
	return policy.createScriptURL(url);
}
