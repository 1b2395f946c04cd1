import type { Problem } from '../../wire/problem.ts';

/** The BFF answered with a problem: it understood, and said no. Branch on `problem.code`. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}
