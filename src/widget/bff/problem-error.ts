import type { Refusal } from '../../wire/refusal.ts';

/** The BFF answered with a problem: it understood, and said no. Branch on `problem.code`. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  declare readonly problem: Refusal;

  constructor(problem: Refusal) {
    super(problem.code);
    this.problem = problem;
  }
}
