import type { LogLevel } from './config.ts';
import { redactedJson } from './redacted-json.ts';

const ORDER: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent'];

export type Log = (
  level: Exclude<LogLevel, 'silent'>,
  message: string,
  details?: Record<string, unknown>,
) => void;

/** Writes JSON lines to stderr: stdout belongs to the protocol. */
export function createLog(threshold: LogLevel, redact: (text: string) => string): Log {
  return (level, message, details = {}) => {
    if (ORDER.indexOf(level) < ORDER.indexOf(threshold)) return;
    const entry = { time: new Date().toISOString(), level, message, ...details };
    process.stderr.write(`${redactedJson(entry, redact)}\n`);
  };
}
