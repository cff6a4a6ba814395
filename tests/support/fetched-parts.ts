/** What the engine fetches while it runs is there at once: the minutes of the rigs do not wait for a disk. */
import '$lib/worker/joining';
import '$lib/worker/keeper-links';
import '$lib/worker/keeper-memory';
import '$lib/worker/phrase-enrol';
import '$lib/worker/phrase-joining';
import '$lib/worker/phrase-lobbies';
