import { z } from 'zod';
import { isTimeZone } from '#src/relay/time.ts';

/** A time of day, as a piece of a regular expression. */
export const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d';

export const timeZone = z
  .string()
  .refine(isTimeZone, 'must be the name of a time zone, like Asia/Shanghai');
