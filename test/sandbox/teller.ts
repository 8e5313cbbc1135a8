import { setTimeout as sleep } from 'node:timers/promises';
import type { Tell } from './story-steps.ts';

export type Print = (line: string) => void;

const STEP_TIMEOUT_MS = 30_000;

/** Prints one line per step; a failing step is named in the error. */
export const createTeller = (print: Print) => {
  let number = 0;
  const tell: Tell = (line, more = '') => {
    print(more === '' ? `\n${line}` : `     ${line}`);
    for (const part of more === '' ? [] : more.split('\n')) print(`       │ ${part}`);
  };
  const step = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    number += 1;
    try {
      const result = await Promise.race([act(), timeUp(name)]);
      print(`  ✓ ${String(number).padStart(2)}  ${name}`);
      return result;
    } catch (error) {
      print(`  ✗ ${String(number).padStart(2)}  ${name}`);
      throw new Error(`step "${name}": ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  };
  return { tell, step };
};

const timeUp = async (name: string): Promise<never> => {
  await sleep(STEP_TIMEOUT_MS, undefined, { ref: false });
  throw new Error(`"${name}" took longer than ${STEP_TIMEOUT_MS / 1000} seconds`);
};
