/**
 * Thrown at the start for problems that another try will not solve. Its message is for the person who started the
 * process: what is wrong and what to do, one line for each problem, with the name of the setting first.
 */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}
