/** What an address in a text may be, for the editor's features: they take no values from the floor of texts. Carries TXT51. */
export { isLinkAddress } from '$crdt/text/content';
