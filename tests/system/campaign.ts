/** What `npm run test:system` runs: a claim about the whole, and what it needs on this machine to be checked. */
export type Campaign = {
	/** One sentence that is true when `run` resolves. */
	readonly claim: string;
	/** Executables without which the claim cannot be checked here. */
	readonly tools: readonly string[];
	/** What else is needed and absent, by name; asked when all tools are there. */
	readonly missing?: () => readonly string[];
	/** Rejects when the claim is false. */
	readonly run: () => Promise<void>;
};
