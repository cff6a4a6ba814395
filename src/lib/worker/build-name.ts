/** What a build may be called when devices tell each other (NET95). */
export const BUILD_NAME = /^[A-Za-z0-9._-]{1,24}$/;
