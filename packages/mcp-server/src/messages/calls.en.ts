import { faults } from './arguments.en.ts';
import { failures } from './failures.en.ts';
import { jobs } from './jobs.en.ts';
import { questions } from './questions.en.ts';
import { results } from './results.en.ts';

/** What is said once tools are called. */
export const calls = { question: questions, failure: failures, result: results, argument: faults, job: jobs };

export type CallMessages = typeof calls;
