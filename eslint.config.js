import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const clockOrChance = 'time and chance come in as arguments (see crdt/log/ports.ts)';

/** Time, chance, screen and timers have no place in the lower floors. */
const pureFloors = {
	'no-restricted-globals': [
		'error',
		...['window', 'document', 'navigator', 'localStorage', 'indexedDB', 'performance', 'fetch'].map((name) => ({
			name,
			message: 'the lower floors reach nothing outside'
		})),
		...['setTimeout', 'setInterval', 'setImmediate', 'requestAnimationFrame', 'queueMicrotask'].map((name) => ({
			name,
			message: clockOrChance
		})),
		{ name: 'console', message: 'the lower floors say nothing' }
	],
	'no-restricted-properties': [
		'error',
		{ object: 'Date', property: 'now', message: clockOrChance },
		{ object: 'Date', property: 'parse', message: clockOrChance },
		{ object: 'Math', property: 'random', message: clockOrChance },
		{ object: 'crypto', property: 'getRandomValues', message: clockOrChance }
	],
	'no-restricted-syntax': [
		'error',
		{ selector: "NewExpression[callee.name='Date']", message: clockOrChance },
		{ selector: "CallExpression[callee.name='Date']", message: clockOrChance },
		{ selector: 'ExportAllDeclaration', message: 'no barrels: import the file that owns the name' }
	]
};

export default tseslint.config(
	{ ignores: ['node_modules/', 'build/', '.svelte-kit/', 'test-results/', 'playwright-report/', 'coverage/'] },
	...tseslint.configs.recommended,
	...svelte.configs.recommended,
	{
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' }
			],
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			'no-eval': 'error',
			'no-control-regex': 'error',
			'no-restricted-syntax': [
				'error',
				{ selector: 'ExportAllDeclaration', message: 'no barrels: import the file that owns the name' }
			],
			eqeqeq: ['error', 'always', { null: 'ignore' }],
			'no-var': 'error',
			'prefer-const': 'error'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: tseslint.parser, svelteConfig } },
		rules: {
			'svelte/no-at-html-tags': 'error',
			'svelte/no-at-debug-tags': 'error',
			// every address of the app is at the root of its own origin
			'svelte/no-navigation-without-resolve': 'off',
			// a $props() destructuring may mix constant and bindable names
			'prefer-const': 'off',
			'svelte/prefer-const': ['error', { destructuring: 'all' }]
		}
	},
	{ files: ['crypto/**/*.ts', 'crdt/**/*.ts'], rules: pureFloors },
	{
		files: ['crdt/domain/**/*.ts'],
		rules: {
			'no-restricted-syntax': [
				...pureFloors['no-restricted-syntax'],
				{ selector: ':function[async=true]', message: 'the domain is synchronous: a fold waits for nothing' },
				{ selector: 'AwaitExpression', message: 'the domain is synchronous: a fold waits for nothing' }
			]
		}
	},
	{ files: ['src/**', 'keeper/**'], rules: { 'no-console': 'error' } },
	{
		// forgotten promises here are lost writes
		files: ['src/lib/services/**/*.ts', 'src/lib/adapters/**/*.ts', 'src/lib/worker/**/*.ts', 'keeper/**/*.ts'],
		languageOptions: { parserOptions: { projectService: true } },
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
			'@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }]
		}
	},
	{
		files: ['tests/**'],
		rules: {
			// Playwright's fixtures without needs are written with an empty pattern
			'no-empty-pattern': 'off'
		}
	}
);
