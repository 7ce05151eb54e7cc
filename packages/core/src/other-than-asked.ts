import { KamikitError } from './errors.ts';
import { inMarks } from './in-marks.ts';

/** The cause of an error about an answer that is about something else than was asked for. */
export class OtherThanAskedError extends Error {}

/** Whether an upstream answered, but about something else than was asked for. */
export function isOtherThanAsked(error: unknown): error is KamikitError {
  return error instanceof KamikitError && error.cause instanceof OtherThanAskedError;
}

/** Says that an answer is about something else than was asked for; null when it is the same, or the answer does not tell. */
export function otherThanAsked<T extends string | number>(
  what: string,
  answered: T | null | undefined,
  asked: T,
): string | null {
  return answered === null || answered === undefined || answered === asked
    ? null
    : `${what} ${typeof answered === 'string' ? inMarks(answered, 64) : answered} instead of ${asked}`;
}

/** Likewise for a card, whose letters some services print in capitals. */
export function otherCardThanAsked(answered: string, asked: string): string | null {
  return answered.toLowerCase() === asked.toLowerCase() ? null : 'another card than was asked for';
}
