import { faults } from './arguments.zh.ts';
import type { CallMessages } from './calls.en.ts';
import { failures } from './failures.zh.ts';
import { jobs } from './jobs.zh.ts';
import { questions } from './questions.zh.ts';
import { results } from './results.zh.ts';

export const calls: CallMessages = {
  question: questions,
  failure: failures,
  result: results,
  argument: faults,
  job: jobs,
};
