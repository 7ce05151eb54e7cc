import type { SandboxRequest } from '../request.ts';

/** The parameters of a request: the query, and a form body over it. */
export function readFields({ query, body, headers }: SandboxRequest): Map<string, string> {
  const isForm = (headers['content-type'] ?? '').includes('application/x-www-form-urlencoded');
  return new Map([...query, ...(isForm ? new URLSearchParams(body.toString()) : [])]);
}

/** A whole number from `min`; the fallback when the field is absent or empty; null for anything else. */
export function readInteger(
  fields: Map<string, string>,
  name: string,
  { min, fallback }: { min: number; fallback?: number },
): number | null {
  const text = fields.get(name) ?? '';
  if (text === '') return fallback ?? null;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : null;
  return value !== null && value >= min ? value : null;
}
