/**
 * Every failure a person can meet: one plain sentence of what happened and what is safe, and the next step.
 * Knows no technology words. Services map typed failures of the floors below to these.
 */
export interface Failure {
	readonly type: FailureType;
	/** What happened and what is safe. */
	readonly sentence: string;
	/** What to do next. */
	readonly next: string;
}

const SENTENCES = {
	InsecureOrigin: ['This address is not secure, so the browser cannot protect what you write.', 'Open the app at its https address, or at localhost on the machine that serves it.'],
	BrowserTooOld: ['This browser lacks something the app needs to protect and keep your data.', 'Update the browser, or open the app in a recent Chrome, Edge, Firefox or Safari.'],
	PrivateWindow: ['This window does not let the app keep anything on the device.', 'Open the app in an ordinary window instead of a private one.'],
	WrongPassphrase: ['That is not the passphrase of this device. Nothing was changed.', 'Try again; capital letters and spaces count.'],
	DamagedVault: ['The keys stored on this device are damaged and cannot be opened.', 'Restore from your backup file, or join again with a new invitation. The collective still holds all the data.'],
	ForeignProfile: ['These keys were copied from another browser and open only there.', 'Use the original browser, or restore from your backup file.'],
	NewerData: ['This was written by a newer version of the app.', 'Reload the page to get the newest version; your data stays as it is.'],
	CostTooHigh: ['This file asks for more work than this device can safely do, so it was not opened.', 'Check that the file comes from you or a colleague.'],
	NotAnInvitation: ['This is not an invitation link.', 'Copy the whole link again, up to its last character.'],
	DamagedInvitation: ['The invitation link is incomplete or was changed on its way.', 'Ask your colleague to send the link again, or show you its square code.'],
	InvitationExpired: ['This invitation has run out.', 'Ask any member for a new one.'],
	InvitationUsed: ['This invitation has already let somebody in, and each one works once.', 'If that was not you, tell your colleagues; then ask for a new one.'],
	InvitationCancelled: ['This invitation was cancelled.', 'Ask any member for a new one.'],
	ForeignInvitation: ['This invitation belongs to another collective.', 'Check with the colleague who sent it.'],
	TurnedAway: ['A member did not confirm the code, so you were not let in.', 'Call the person who invited you and try again together.'],
	NotADoorLink: ['This is not the link of a door tablet.', 'Show the square code under Door tablets again, or copy the whole link.'],
	DamagedDoorLink: ['The link of this door tablet is incomplete or was changed on its way.', 'Copy the whole link again, or scan its square code.'],
	NotABackup: ['This file is not a Commonhold backup.', 'Choose the file that ends in .commonhold.'],
	DamagedBackup: ['This backup file is damaged; nothing was restored from it.', 'Try another copy of the file.'],
	DiskFull: ['The device is full, so this was not saved. Everything saved before is safe.', 'Free some space, then try again.'],
	StoreClosed: ['The browser closed the app’s storage. Everything saved before is safe.', 'Reload the page.'],
	StoreBroken: ['The browser’s storage did not take this, so it was not saved.', 'Reload the page and try again; if it repeats, make a backup.'],
	DamagedReceipt: ['This receipt is damaged and cannot be shown. The entry itself is safe.', 'Ask whoever posted it for a fresh copy.'],
	NotAReceipt: ['This file is neither a photo nor a PDF that the app can read. Nothing was added.', 'Choose a photo (JPEG, PNG or WebP) or a PDF. Photos in HEIC: take it with the camera button, or save it as JPEG first.'],
	DamagedRows: ['Some stored entries were damaged and have been set aside. Colleagues’ devices still hold them.', 'Stay connected for a moment while the missing entries come back.'],
	NotAMember: ['This device is not a member of the collective.', 'Ask any member for an invitation.'],
	Refused: ['The rules of the collective do not allow this.', 'Nothing was changed. Set it right if you can, or ask a colleague.'],
	NotTheVoice: ['Another of your devices speaks for you, so this one cannot give your binding word.', 'Open the app on that device; under Members it can pass your word on to this one.'],
	OwnLogAhead: ['Colleagues hold newer entries of this device than the device itself, so it has stopped writing to keep your copies equal.', 'Wait a moment while they come back, or add this device again as a new one.'],
	OwnLogForked: ['This device and a copy of it have both been writing. To keep every copy equal, this one has stopped.', 'Join again from here as a new device.'],
	MissingKey: ['A lock this device needs has not arrived yet.', 'Stay connected until a colleague’s device passes it on.'],
	TextGone: ['This text has been destroyed, as the collective decided. That you met, and what is to be done, stays.', 'Nothing needs to be done.'],
	SteppedOut: ['You have stepped out of this case, so this device holds nothing of it.', 'If that was a slip, ask whoever presents it to let you in again.'],
	NoPasskey: ['This passkey does not open this device.', 'Unlock with your passphrase; in the settings the passkey can be made anew.'],
	NoPasskeyHere: ['This browser or passkey cannot give the lock that is needed. Nothing was changed.', 'Go on with your passphrase, or try another kind of passkey.'],
	PasskeyDeclined: ['The passkey was not given. Nothing was changed.', 'Try again, or use your passphrase.'],
	TooLarge: ['This is too long to save as one entry.', 'Shorten it or split it in two.'],
	BadInput: ['Something in the form does not fit.', 'Look at the fields marked below.'],
	AnotherTab: ['The app is open in another tab, which did not answer.', 'Close the other tab or reload this one.'],
	PassphraseTooWeak: ['This passphrase is too easy to guess.', 'Use four or more unusual words.'],
	CopiesDiffer: ['Your device and a colleague’s hold the same entries but show different pictures.', 'Reload both; if it stays, one of them needs the newest version of the app.'],
	UnknownEntries: ['Some entries were written by a newer version of the app and cannot be shown yet.', 'Reload to get the newest version.'],
	Unexpected: ['Something went wrong that the app did not expect. What was saved is safe.', 'Reload the page.']
} as const satisfies Record<string, readonly [string, string]>;

export type FailureType = keyof typeof SENTENCES;

/** @param detail a sentence that replaces the general one where the floors below know better (a rule's reason). */
export function failure(type: FailureType, detail?: string): Failure {
	const [sentence, next] = SENTENCES[type];
	return { type, sentence: detail ?? sentence, next };
}
