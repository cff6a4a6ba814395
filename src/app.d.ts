declare global {
	namespace App {
		interface PageState {
			/** Which screen before unlock: "found/2", "join", "restore"; the browser's back button walks through them. */
			gate?: string;
		}
	}
}

export {};
