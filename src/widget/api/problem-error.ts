import type { LooseProblem } from '../../wire/problem.ts';

/** The BFF answered with a problem: it understood, and said no. Branch on `problem.code`. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  declare readonly problem: LooseProblem;

  constructor(problem: LooseProblem) {
    super(problem.code);
    this.problem = problem;
  }
}
