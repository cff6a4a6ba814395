/**
 * What a pasted page brings along and the schema does not say.
 *
 * A well-known word processor wraps everything it copies in a b element that a style declares not bold. The page's policy
 * ignores styles in pasted pages, so the element has to go. The schema, not this, decides what may come in.
 */
export const keepPlainPlain = (html: string): string => html.replace(/<b(?=\s[^>]*font-weight:\s*normal)/gi, '<span');
