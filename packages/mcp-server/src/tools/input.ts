import { compareMoney, KamikitError, parseMoney, parseShanghaiTime, shanghaiDay } from '@kamikit/core';
import * as z from 'zod';

// Models write numbers as text now and then; nothing else is guessed at: no booleans, no empty text, no null.
const DECIMAL_INTEGER = /^-?\d{1,15}$/;

function toNumber(value: unknown): unknown {
  return typeof value === 'string' && DECIMAL_INTEGER.test(value.trim()) ? Number(value) : value;
}

/** An integer, as a number or as decimal digits. */
export function integer(minimum: number, maximum = Number.MAX_SAFE_INTEGER) {
  return z.preprocess(toNumber, z.int().min(minimum).max(maximum));
}

/** The number by which an upstream knows something. */
export const id = integer(1);

const aWholeText = 'expected a text without half characters';

/** A text that is not blank, and that can be stored and sent as it is. */
export function text(maximum: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(maximum)
    .refine((value) => value.isWellFormed(), aWholeText);
}

const aDay = 'expected a day, such as 2026-11-20';

/** A day of Asia/Shanghai. */
export const day = z.string(aDay).trim().refine(isDay, aDay);

/** @throws {KamikitError} `invalid_request` for days in the wrong order. */
export function assertDays(since: string | undefined, until: string | undefined): void {
  if (since === undefined || until === undefined || since <= until) return;
  throw new KamikitError(`Invalid arguments: since (${since}) is after until (${until}).`, {
    code: 'invalid_request',
  });
}

function isDay(value: string): boolean {
  const ms = parseShanghaiTime(`${value} 00:00`);
  // Of days that do not exist, such as February 30, some are read as others.
  return ms !== null && shanghaiDay(ms) === value;
}

const anAmount = 'expected an amount above 0 in yuan, such as "94.05"';

/** An amount in yuan, more than 0, as a decimal string or a number. */
export const positiveMoney = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : value),
  z.string(anAmount).refine(isPositiveMoney, anAmount),
);

function isPositiveMoney(value: string): boolean {
  try {
    return compareMoney(parseMoney(value), parseMoney(0)) > 0;
  } catch {
    return false;
  }
}

/** The caller's name for one wish. */
export const idempotencyKey = text(128).describe('New for each new request; reuse it on every retry');

/** That the user means the same once more. */
export const again = z.boolean().describe('Only if the user wants the same once more').optional();
