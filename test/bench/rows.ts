import type { Bench } from './bench.ts';
import type { Row } from './row.ts';
import { ack } from './rows/ack.ts';
import { batch } from './rows/batch.ts';
import { builders } from './rows/builders.ts';
import { burst } from './rows/burst.ts';
import { click } from './rows/click.ts';
import { guard } from './rows/guard.ts';
import { life } from './rows/life.ts';
import { looks } from './rows/looks.ts';
import { many } from './rows/many.ts';
import { memory } from './rows/memory.ts';
import { processor } from './rows/processor.ts';
import { replicas } from './rows/replicas.ts';
import { size } from './rows/size.ts';
import { strangers } from './rows/strangers.ts';
import { start } from './rows/start.ts';
import { submit } from './rows/submit.ts';
import { tasks } from './rows/tasks.ts';
import { trips } from './rows/trips.ts';

/** Every row by its name, in the order in which they are measured. */
export const ROWS: Readonly<Record<string, (bench: Bench) => Promise<Row>>> = {
  life,
  guard,
  trips,
  ack,
  submit,
  click,
  processor,
  start,
  builders,
  looks,
  memory,
  many,
  replicas,
  batch,
  burst,
  strangers,
  tasks,
  size,
};
