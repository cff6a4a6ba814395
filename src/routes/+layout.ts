// Everything runs in the person's own browser: no server rendering, no prerendered pages, one shell.
export const ssr = false;
export const prerender = false;
