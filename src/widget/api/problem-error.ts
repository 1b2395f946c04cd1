import type { LooseProblem } from '../../wire/problem.ts';

/** Occurs when the BFF responds with a problem document (RFC 9457). Handle it by `problem.code`. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  declare readonly problem: LooseProblem;

  constructor(problem: LooseProblem) {
    super(problem.code);
    this.problem = problem;
  }
}
