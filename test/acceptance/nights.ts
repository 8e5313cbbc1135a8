import { DAY_MS } from './desk.ts';

/** When clocks change all over Europe in a month of 31 days: on its last Sunday, at 01:00 UTC. In Unix milliseconds. */
const changeIn = (year: number, month: number): number => {
  const lastDay = new Date(Date.UTC(year, month, 31, 1));
  return lastDay.getTime() - lastDay.getUTCDay() * DAY_MS;
};

/** The next such time that is no less than two days ahead. */
const nextIn = (month: number): number => {
  const year = new Date().getUTCFullYear();
  const thisYears = changeIn(year, month);
  return thisYears > Date.now() + 2 * DAY_MS ? thisYears : changeIn(year + 1, month);
};

/** When clocks in Berlin go from 02:00 to 03:00 next, in Unix milliseconds. */
export const GO_FORWARD_MS = nextIn(2);
/** When clocks in Berlin go from 03:00 to 02:00 next, in Unix milliseconds. */
export const GO_BACK_MS = nextIn(9);
