/** A keeper as a process of its own, for campaigns that kill it. Options come as JSON in KEEPER_OPTIONS; one line of JSON tells where it is. */
import { startKeeper, type KeeperOptions } from '../../keeper/keeper';
import { createLog } from '../../keeper/log';

const options = JSON.parse(process.env['KEEPER_OPTIONS'] ?? '{}') as KeeperOptions; // written by keeper-process.ts
const log = createLog('warn', (line) => process.stderr.write(`${line}\n`), () => new Date());
const keeper = await startKeeper({ ...options, log });
process.stdout.write(`${JSON.stringify({ port: keeper.port, address: keeper.addresses()[0] })}\n`);
process.once('SIGTERM', () => void keeper.close().then(() => process.exit(0)));
process.on('message', () => {
	process.send?.({ ...keeper.stats(), rss: process.memoryUsage().rss, redis: keeper.redisReady(), ...keeper.store.total() });
});
