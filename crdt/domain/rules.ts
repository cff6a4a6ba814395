/**
 * The rules by op type: which sentence of the SPEC governs it, where it is judged, and whether it outlives its author.
 *
 * `past`: judged once, by the entry's own past (membership and proposals). `order`: judged where it stands in the total
 * order, with its own past at hand. `outlives`: a removal frontier never touches it (MEM42, PRO12, CAL9): ballots and grants of an
 * electorate frozen before stay what they were. Rules version 1; another one counts only from the decision that adopts it.
 */
import type { OpType } from './op';

export interface Rule {
	readonly spec: string;
	readonly sentence: string;
	readonly judgedBy: 'past' | 'order';
	readonly outlives?: true;
}

export const RULES_VERSION = 1;

const past = (spec: string, sentence: string): Rule => ({ spec, sentence, judgedBy: 'past' });
const ballot = (spec: string, sentence: string): Rule => ({ spec, sentence, judgedBy: 'past', outlives: true });
const order = (spec: string, sentence: string): Rule => ({ spec, sentence, judgedBy: 'order' });
const grant = (spec: string, sentence: string): Rule => ({ spec, sentence, judgedBy: 'order', outlives: true });

export const RULES: Readonly<Record<OpType, Rule>> = {
	'membership/found': past('MEM1', 'A collective is founded once, by the first entry of its founder.'),
	'membership/invite': past('MEM20', 'Any member may invite; who may say yes, and how many must, is frozen here.'),
	'membership/cancel-invitation': past('MEM23', 'Any member may cancel an invitation nobody has used.'),
	'membership/admit': past('MEM21', 'A key with enough yeses is in; a member says yes to one key per invitation.'),
	'membership/add-device': past('MEM14', 'A member may add a device that proves it holds its own keys.'),
	'membership/revoke-device': past('MEM12', 'A member may revoke devices of their own, except the last.'),
	'membership/move-voice': past('MEM15', 'The voice is passed on by the voice itself.'),
	'membership/rename-device': past('MEM82', 'Members name their own devices.'),
	'membership/add-server': past('MEM100', 'Any member may add what helps devices to meet.'),
	'membership/drop-server': past('MEM101', 'Any member may take it away again.'),
	'membership/set-profile': past('MEM10', 'Members describe themselves.'),
	'membership/leave': past('MEM16', 'Anybody but the last member may leave; their last stances are then their word.'),
	'membership/open-epoch': past('MEM30', 'A group key is new and sealed for exactly the devices in use.'),
	'membership/share-epochs': past('MEM32', 'A member may pass known group keys to devices in use.'),
	'membership/adopt': order('MEM43', 'What a removal made void may be taken over by a member, once.'),
	'membership/report-fork': past('MEM17', 'Two entries in one place retire the device from here on.'),
	'membership/receipt': past('MEM18', 'A receipt says nothing but "I hold what I build on".'),
	'proposals/discuss': past('PRO110', 'Any member may begin a discussion.'),
	'proposals/revise': past('PRO110', 'Whoever began a discussion may write its text anew.'),
	'proposals/end-discussion': past('PRO110', 'Whoever began a discussion may end it.'),
	'proposals/consent-ahead': past('PRO68', 'Consent may be given ahead, to exactly one text.'),
	'proposals/open': past('PRO1', 'Any member with all rights may propose; text, settings, electors and voices are frozen here.'),
	'proposals/new-term': past('PRO75', 'More time or another text begins a new term; the closings decide whether in time.'),
	'proposals/withdraw': past('PRO25', 'Whoever proposed it may withdraw it; the closings decide whether in time.'),
	'proposals/cast-stance': ballot('PRO20', 'An elector may take a stance until their final word.'),
	'proposals/bind-stance': ballot('PRO21', 'A voice gives its final word once per term.'),
	'proposals/close': ballot('PRO23', 'A voice closes a term once, after its own final word and that of more than half, or when it is interrupted.'),
	'proposals/reveal': ballot('PRO71', 'A sealed answer is opened once everybody’s is settled.'),
	'proposals/close-reveal': ballot('PRO72', 'A voice closes once on what was opened.'),
	'proposals/record-spoken': past('PRO115', 'What an absent colleague said may be written down; it counts once they confirm it.'),
	'proposals/comment': past('PRO111', 'Members and electors may comment.'),
	'proposals/suggest-amendment': past('PRO113', 'Anybody who may comment may suggest another wording.'),
	'proposals/decline-amendment': past('PRO114', 'The author of a text may decline an amendment to it.'),
	'proposals/convene': past('PRO116', 'Whoever blocks may call the meetings that the rule gives to a block.'),
	'proposals/state-outcome': past('PRO117', 'Those who decided say what was decided.'),
	'proposals/add-task': past('PRO118', 'What was accepted is carried out by tasks.'),
	'proposals/set-task-done': past('PRO118', 'Who has a task, or gave it, says whether it is done.'),
	'proposals/call-mediation': past('PRO96', 'Any member may call colleagues to mediate before a removal is proposed.'),
	'proposals/report-mediation': past('PRO97', 'Whoever mediates reports once how it went.'),
	'proposals/take-measure': past('PRO104', 'Several members together may act without a full decision, within what the settings allow.'),
	'proposals/join-measure': past('PRO104', 'Who was a member when a measure was taken may join it.'),
	'calendar/add-room': order('CAL1', 'Any member may add a room, unless rooms are changed by decisions only.'),
	'calendar/change-room': order('CAL1', 'Any member may describe a room anew, unless rooms are changed by decisions only.'),
	'calendar/retire-room': order('CAL1', 'Any member may retire a room, unless rooms are changed by decisions only.'),
	'calendar/book': order('CAL6', 'A booking that overlaps one its author knew of is refused.'),
	'calendar/book-series': order('CAL40', 'A series makes an occurrence on each of its dates, as far as its author knows the room to be free.'),
	'calendar/extend-series': order('CAL44', 'The voice of its owner extends a series that was not ended.'),
	'calendar/cancel': order('CAL7', 'Only its owner ends a booking, once, and before it begins.'),
	'calendar/offer': order('CAL60', 'Who holds bookings may offer them, as a present or in exchange.'),
	'calendar/accept-offer': order('CAL61', 'Whom an offer was made to may accept it while it stands.'),
	'calendar/close-offer': order('CAL65', 'Who made an offer may take it back; whom it was made to may decline it.'),
	'calendar/wait': order('CAL68', 'A member may ask to be told when a time becomes free.'),
	'calendar/stop-waiting': order('CAL69', 'Who waits may stop waiting.'),
	'calendar/run-over': order('CAL67', 'Who is in a room may say that it takes longer: a sign, nothing more.'),
	'calendar/end-early': order('CAL66', 'Who leaves early frees the rest of the time.'),
	'calendar/add-door': order('CAL90', 'Any member may hang a tablet at a door, which is shown the states of rooms and nothing else.'),
	'calendar/remove-door': order('CAL93', 'Any member may take a tablet away; it does not come back.'),
	'calendar/acknowledge-roll': grant('CAL21', 'A voice acknowledges one change of those who grant.'),
	'calendar/grant': grant('CAL9', 'A voice never grants two bookings that overlap.'),
	'ledger/open-account': order('LED13', 'Any member may open a common pot, a bank account or a category.'),
	'ledger/change-account': order('LED13', 'Any member may rename what members opened.'),
	'ledger/retire-account': order('LED13', 'What is retired takes no new entries; a fund must be empty.'),
	'ledger/post': order('LED2', 'What was paid and who bears it add up, to the last minor unit.'),
	'ledger/transfer': order('LED5', 'A transfer goes from one party to another.'),
	'ledger/confirm-transfer': order('LED18', 'Who gets a transfer says that it has arrived.'),
	'ledger/reverse': order('LED6', 'An entry is corrected by its exact opposite, once.'),
	'ledger/dispute': order('LED8', 'Whoever paid or is charged may dispute an entry.'),
	'ledger/settle-dispute': order('LED9', 'Whoever raised a dispute may settle it.'),
	'ledger/comment': order('LED19', 'Any member may comment on an entry.'),
	'ledger/schedule': order('LED30', 'Any member may make a schedule of entries.'),
	'ledger/change-schedule': order('LED31', 'A change holds from a date on and rewrites nothing posted.'),
	'ledger/skip-due': order('LED36', 'A due date that is not posted may be skipped.'),
	'ledger/end-schedule': order('LED31', 'Any member may end a schedule.'),
	'ledger/close-period': grant('LED40', 'A close names its predecessor, its end and the exact entries.'),
	'ledger/co-sign': grant('LED41', 'An elector signs at most one close of the same days.'),
	'consultation/plan-series': order('CON9', 'Any member may plan meetings that recur, on named dates.'),
	'consultation/change-series': order('CON10', 'Any member may change a series from a date on.'),
	'consultation/extend-series': order('CON11', 'A series without an end goes on by itself.'),
	'consultation/skip-date': order('CON12', 'Any member may skip a date of a series, or take that back.'),
	'consultation/end-series': order('CON10', 'Any member may end a series from a date on.'),
	'consultation/plan-meeting': order('CON1', 'Any member may plan a meeting.'),
	'consultation/change-meeting': order('CON2', 'Any member may change when and where a meeting takes place.'),
	'consultation/cancel-meeting': order('CON2', 'Any member may cancel a meeting.'),
	'consultation/reply': order('CON20', 'Members say for themselves whether they come.'),
	'consultation/attend': order('CON21', 'Members sign for themselves that they were there.'),
	'consultation/set-role': order('CON14', 'Any member may give a role in a meeting to a member.'),
	'consultation/ask-swap': order('CON16', 'A member may ask another to swap turns at a role.'),
	'consultation/answer-swap': order('CON17', 'The one who was asked answers, once; the one who asked may take it back.'),
	'consultation/add-item': order('CON3', 'Any member may put something on the agenda.'),
	'consultation/change-item': order('CON4', 'Any member may change an item.'),
	'consultation/move-item': order('CON5', 'Any member may order the agenda.'),
	'consultation/set-item-done': order('CON4', 'Any member may tick off an item.'),
	'consultation/withdraw-item': order('CON7', 'Any member may take an item off the agenda.'),
	'consultation/carry-item': order('CON18', 'Any member may carry an item over to another meeting.'),
	'consultation/link-proposal': order('CON19', 'What an item led to may be named, once proposed.'),
	'consultation/add-action': order('CON22', 'Any member may note what is to be done, by whom and until when.'),
	'consultation/change-action': order('CON22', 'Who added an action or has it may change it.'),
	'consultation/set-action-done': order('CON23', 'Any member may tick off an action.'),
	'consultation/withdraw-action': order('CON22', 'Who added an action or has it may withdraw it.'),
	'consultation/set-timer': order('CON25', 'Any member may start, pause or stop the shared timer.'),
	'consultation/keep-identifier': order('CON60', 'What was kept knowingly is recorded, without the words.'),
	'consultation/agree-forget': order('CON51', 'Members may agree that a meeting’s texts go; all who had part in it must.'),
	'consultation/forgot-texts': order('CON53', 'A device says which texts are gone from it.'),
	'consultation/start-agreement': order('CON55', 'Any member may start a text to be written together.'),
	'consultation/change-agreement': order('CON55', 'Any member may rename such a text or put it away.'),
	'consultation/propose-agreement': order('CON55', 'The proposal by which such a text is decided may be named.'),
	'consultation/add-case': order('CON30', 'A presenter who confirms the three points may bring a case.'),
	'consultation/change-case': order('CON32', 'The presenter changes what a case says of itself.'),
	'consultation/answer-case': order('CON33', 'Members say for themselves whether they may know the person.'),
	'consultation/open-case': order('CON35', 'The presenter may open a case for those who have answered.'),
	'consultation/renew-case': order('CON37', 'The presenter’s device goes on under a fresh key when somebody has stepped out.'),
	'consultation/readmit': order('CON38', 'The presenter may let somebody in who stepped out by mistake.')
};

export const ruleOf = (type: OpType): Rule => RULES[type];

/**
 * Ops that devices write by themselves. Nobody waits for a sign that they have arrived, and a receipt for them would be
 * answered by a receipt, for ever.
 */
export const WRITTEN_BY_DEVICES: ReadonlySet<string> = new Set<OpType>([
	'membership/receipt', 'membership/share-epochs', 'membership/open-epoch', 'membership/report-fork',
	'calendar/grant', 'calendar/acknowledge-roll', 'calendar/extend-series', 'consultation/extend-series', 'consultation/forgot-texts', 'proposals/close', 'proposals/reveal', 'proposals/close-reveal'
]);
