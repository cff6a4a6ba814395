/** When to ask for a backup, and in which words: the longer it is due, the less polite. Pure. Carries PRF10. */
export interface BackupSituation {
	/** Null: never. */
	readonly lastBackupAt: number | null;
	/** When this device became a member's: before the first backup, time counts from here. */
	readonly since: number;
	readonly now: number;
	/** There is something to lose: a colleague, a room. */
	readonly hasData: boolean;
	/** Another device of one's own and a recovery phrase: two other ways back. */
	readonly otherWaysBack: boolean;
}

export interface BackupReminder {
	/** 0: a friendly word; 3: plain. */
	readonly firmness: 0 | 1 | 2 | 3;
	readonly title: string;
	readonly why: string;
}

const DAY_MS = 86_400_000;
const STEPS = [14, 30, 60] as const;

/** Null: nothing to say. */
export function backupReminder({ lastBackupAt, since, now, hasData, otherWaysBack }: BackupSituation): BackupReminder | null {
	if (!hasData) return null;
	const days = Math.floor((now - (lastBackupAt ?? since)) / DAY_MS);
	const step = STEPS.filter((each) => days >= each).length;
	if (otherWaysBack && step < STEPS.length) return null;
	if (lastBackupAt === null) {
		if (step === 0) return { firmness: 0, title: 'Make a backup', why: 'There is something to lose now. It brings you back if this device is lost.' };
		if (step === 1) return { firmness: 1, title: 'Make a backup', why: `You have been here for ${days} days without one. It takes a minute.` };
		if (step === 2) return { firmness: 2, title: 'There is still no backup', why: `After ${days} days: if this device is lost today, only colleagues can bring you back.` };
		return { firmness: 3, title: 'You have no backup', why: `For ${days} days there has been none. What only this device holds would be lost with it. Make one now.` };
	}
	if (step === 0) return null;
	if (step === 1) return { firmness: 1, title: 'Make a fresh backup', why: `The last one is ${days} days old.` };
	if (step === 2) return { firmness: 2, title: 'Your backup is getting old', why: `It is ${days} days old. What came after it is in no file of yours.` };
	return { firmness: 3, title: 'Your backup is too old', why: `It is ${days} days old. Make a new one now.` };
}
