/** Writes a recount file of a decision of three people, made by the engine itself: FILE. Runs under Node with the project's aliases. */
import { writeFileSync } from 'node:fs';
import { must, RIG_START_MS, type Device } from '../../support/engine-rig';
import { agree, house } from '../../support/engine-people';
import { bindOp, CONSENSUS, openOp } from '../../support/proposal-ops';

const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
const [ana, ben, chloe] = people as [Device, Device, Device];
await ben.post(openOp('Something else', { deadline: RIG_START_MS + 90 * 86_400_000, method: CONSENSUS }));
await rig.run(10_000);
const [id] = await ana.post(openOp('Quiet hours', { deadline: RIG_START_MS + rig.timeMs + 86_400_000, method: CONSENSUS, text: 'Doors and voices down from 19:00 on.' }));
await rig.run(10_000);
await chloe.post({ ...bindOp(id!, 'stand-aside'), reason: 'My sessions are never quiet.' });
await agree([ana, ben], id!);
await rig.until(async () => (await chloe.view('proposal', { id: id! }))!.state.status === 'accepted');
await rig.run(20_000);
writeFileSync(process.argv[2] ?? '', must(await ana.engine.recountFile(id!)).bytes);
process.exit(0);
