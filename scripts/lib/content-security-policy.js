/**
 * The content security policy of the app, in one place.
 *
 * SvelteKit writes it into the page as a meta tag and adds the hashes of its own boot script and of the styles
 * that lie in the page. keeper/server.ts sends the same policy as a header, read back from the built page, with `frame-ancestors` added (a meta tag cannot carry that).
 */

/**
 * @param {boolean} dev in development Vite injects styles and scripts, so Trusted Types are left out
 * @returns {NonNullable<NonNullable<import("@sveltejs/kit").KitConfig["csp"]>["directives"]>}
 */
export function contentSecurityPolicy(dev) {
	return {
		'default-src': ['none'],
		// libsodium is WebAssembly; nothing may be evaluated from text
		'script-src': ['self', 'wasm-unsafe-eval'],
		'style-src': ['self'],
		// one style attribute in the whole app: SvelteKit's invisible element that announces page changes to screen readers
		'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
		'img-src': ['self', 'blob:', 'data:'],
		'font-src': ['self'],
		// signaling servers that a collective configures may live anywhere, so ws: and wss: are open
		'connect-src': ['self', 'ws:', 'wss:'],
		'worker-src': ['self'],
		'manifest-src': ['self'],
		'base-uri': ['none'],
		'form-action': ['none'],
		...(dev
			? {}
			: {
					'require-trusted-types-for': ['script'],
					'trusted-types': [
						'svelte-trusted-html',
						'sveltekit-trusted-url',
						'ProseMirrorClipboard',
						'commonhold-worker'
					]
				})
	};
}
