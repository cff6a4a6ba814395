/**
 * The part of Trusted Types that this app uses (TypeScript's DOM library does not know it yet). Absent in some browsers.
 *
 * A worker starts like this:
 *   import address from './fold.worker.ts?worker&url';
 *   const policy = window.trustedTypes?.createPolicy('commonhold-worker', { createScriptURL: (url) => url });
 *   new Worker(policy?.createScriptURL(address) ?? address, { type: 'module' });
 */
interface Window {
	readonly trustedTypes?: {
		/** Throws when the policy's name is not listed in the content security policy, or is taken already. */
		createPolicy(
			name: string,
			rules: { createScriptURL?: (url: string) => string }
		): {
			/** In truth an opaque object that scripts and workers accept; a string for the compiler. */
			createScriptURL(url: string): string;
		};
	};
}
