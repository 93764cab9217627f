// npm run test:crash -- --kills N --seed S: kills the shop's process N times during a sale and checks that everything it said stays true.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runCrashTest } from '../../tests/crash/crash.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(randomInt(1, 1_000_000)) },
    buyers: { type: 'string', default: '24' },
  },
});
const [kills, seed, buyers] = [Number(values.kills), Number(values.seed), Number(values.buyers)];
console.log(`seed ${seed}`);
const report = await runCrashTest({ kills, seed, buyers, say: (line) => console.log(line) });
for (const what of report.wrong) console.log(`VIOLATION ${what}`);
console.log(
  `${report.wrong.length === 0 ? 'ok' : 'FAILED'}: seed ${seed}, ${report.kills} kills in ${Math.round(report.seconds)} s, ${report.buyers} buyers, ` +
    `${report.orders} orders of ${report.units} units (${report.had} were there), ${report.refunds} refunds, ${report.holds} short holds ` +
    `(latest end ${report.worstLateMs} ms after its time), ${report.wrong.length} violations`,
);
process.exit(report.wrong.length === 0 ? 0 : 1);
