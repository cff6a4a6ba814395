/** The numbers that bound what a keeper gives to anybody. Carries KEE30 to KEE42. */
export interface KeepLimits {
	/** Longest message from a client. */
	readonly messageBytes: number;
	/** The same before a document has been opened: a token is short. */
	readonly strangerBytes: number;
	readonly statelessBytes: number;
	/** Pieces of one message: each costs more memory than it has bytes. */
	readonly fragments: number;
	readonly documentsPerSocket: number;
	readonly connections: number;
	readonly connectionsPerAddress: number;
	readonly messagesPerSecond: number;
	readonly messageBurst: number;
	readonly bytesPerSecond: number;
	readonly byteBurst: number;
	/** What one connection may be sent, so that asking again and again costs the asker time. */
	readonly sentBytesPerSecond: number;
	readonly sentByteBurst: number;
	readonly framesPerSecond: number;
	readonly frameBurst: number;
	/** Of one document, by everybody together: each goes out as often as there are others. */
	readonly frameBytesPerSecond: number;
	readonly frameByteBurst: number;
	/** Frames are not sent to whoever has more than this to read already. */
	readonly frameBacklogBytes: number;
	/** Stored bytes read to work out digests. */
	readonly digestBytesPerSecond: number;
	readonly digestByteBurst: number;
	/** Offences that end a connection. */
	readonly offences: number;
	/** Messages and bytes of one connection that wait for the disk before it is read no further. */
	readonly waitingMessages: number;
	readonly waitingBytes: number;
	/** Of all connections together. */
	readonly waitingTotalBytes: number;
	/** Unread bytes of one connection beyond which it is dropped; all connections together are held to `unreadTotalBytes`. */
	readonly unreadBytes: number;
	readonly unreadTotalBytes: number;
	/** A connection that takes nothing of what waits for it for so long is dropped. */
	readonly stallMs: number;
	readonly idleMs: number;
	/** A connection that has opened no document by then is closed. */
	readonly openMs: number;
	readonly documentBytes: number;
	readonly documentEntries: number;
	readonly ownerBytes: number;
	readonly ownerDocuments: number;
	/** What came from other keepers and nobody has opened here yet. */
	readonly sharedBytes: number;
	/** Stored bytes of all documents in memory together. */
	readonly loadedBytes: number;
	readonly loadedDocuments: number;
	/** A document without connections leaves memory after so long. */
	readonly lingerMs: number;
	/** A document in use that nobody asked anything of for so long may be closed for others. */
	readonly restMs: number;
}

const KiB = 1024;
const MiB = 1024 * KiB;

export const KEEP_LIMITS: KeepLimits = {
	messageBytes: 4 * MiB,
	strangerBytes: 4 * KiB,
	statelessBytes: 96 * KiB,
	fragments: 256,
	documentsPerSocket: 2048,
	connections: 2048,
	connectionsPerAddress: 128,
	messagesPerSecond: 200,
	messageBurst: 8192,
	bytesPerSecond: 2 * MiB,
	byteBurst: 64 * MiB,
	sentBytesPerSecond: 4 * MiB,
	sentByteBurst: 256 * MiB,
	framesPerSecond: 20,
	frameBurst: 60,
	frameBytesPerSecond: 64 * KiB,
	frameByteBurst: 256 * KiB,
	frameBacklogBytes: 128 * KiB,
	digestBytesPerSecond: 16 * MiB,
	digestByteBurst: 256 * MiB,
	offences: 8,
	waitingMessages: 512,
	waitingBytes: 8 * MiB,
	waitingTotalBytes: 64 * MiB,
	unreadBytes: 32 * MiB,
	unreadTotalBytes: 96 * MiB,
	stallMs: 30_000,
	idleMs: 60_000,
	openMs: 30_000,
	documentBytes: 24 * MiB,
	documentEntries: 131_072,
	ownerBytes: 2048 * MiB,
	ownerDocuments: 65_536,
	sharedBytes: 65_536 * MiB,
	loadedBytes: 192 * MiB,
	loadedDocuments: 8192,
	lingerMs: 20_000,
	restMs: 300_000
};
