import { createRandom } from './random.ts';
import { playKills } from './part-kills.ts';
import { tableOf, findingsOf } from './table.ts';
const n = Number(process.argv[2] ?? 5),
  seed = Number(process.argv[3] ?? 1);
const rows = await Promise.all(
  process.argv.slice(4).map((t, i) => playKills(createRandom(seed + i), t as 'http', n)),
);
console.log(tableOf(rows));
console.log(rows.map((r) => r.notes));
console.log(findingsOf(rows).join('\n'));
