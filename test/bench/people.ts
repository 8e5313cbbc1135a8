const many = (role: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `U0${role}${index + 1}`);

/** Requesters and approvers. */
export const OPERATORS = many('OPERATOR', 16);
export const LEADS = many('LEAD', 4);

export const operator = (index: number): string => OPERATORS[index % OPERATORS.length] ?? '';
export const LEAD = LEADS[0] ?? '';
