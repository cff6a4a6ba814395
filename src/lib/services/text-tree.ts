/** The door through which the editor reaches the tree of a shared text; screens take no values from the floors below. */
export {
	anchorFromJson,
	anchorToJson,
	areSameAnchors,
	createOwnUndo,
	isAnchored,
	isElement,
	isWords,
	joinRuns,
	treeOf,
	watchTree,
	wordsSince,
	writtenSoFar
} from '$crdt/text/tree';
export type { Anchor, OwnUndo, TextDocument, Tree, TreeElement, TreeWords, Written } from '$crdt/text/tree';
