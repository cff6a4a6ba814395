/** Comments as a conversation: each with its replies below it, one step in, whoever they reply to. Pure. */
import type { CommentView } from '$crdt/domain/proposals/views';

export interface Strand {
	readonly comment: CommentView;
	/** Everything said below it, in the order given. */
	readonly replies: readonly { readonly comment: CommentView; /** Whom it answers, where that is not the first one. */ readonly to: string | null }[];
}

/** A reply to a comment that is not here (yet) begins a strand of its own. */
export function strandsOf(comments: readonly CommentView[]): readonly Strand[] {
	const byId = new Map(comments.map((one) => [one.id, one]));
	function rootOf(comment: CommentView): CommentView {
		const seen = new Set([comment.id]);
		let at = comment;
		while (at.replyTo !== null) {
			const above = byId.get(at.replyTo);
			if (!above) break;
			if (seen.has(above.id)) return comment;
			seen.add(above.id);
			at = above;
		}
		return at;
	}
	const replies = new Map<string, CommentView[]>();
	const roots: CommentView[] = [];
	for (const comment of comments) {
		const root = rootOf(comment);
		if (root === comment) roots.push(comment);
		else replies.set(root.id, [...(replies.get(root.id) ?? []), comment]);
	}
	return roots.map((root) => ({
		comment: root,
		replies: (replies.get(root.id) ?? []).map((comment) => {
			const above = comment.replyTo === null ? undefined : byId.get(comment.replyTo);
			return { comment, to: above && above.id !== root.id ? above.name : null };
		})
	}));
}
