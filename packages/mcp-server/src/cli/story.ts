import type { Sandbox } from '@kamikit/sandbox';
import type { Demo } from '../messages/demo.en.ts';

/** What one chapter of the demo works with. */
export interface Story {
  /** A tool's answer. @throws {Error} when it is a failure. */
  call(tool: string, args: Record<string, unknown>): Promise<unknown>;
  /** The failure of a call that is meant to fail. @throws {Error} when it does not. */
  fail(tool: string, args: Record<string, unknown>): Promise<{ code: string; told: string }>;
  sandbox: Sandbox;
  say: Demo;
  /** One step: what is done, and below it what came of it. */
  step(title: string, ...lines: string[]): void;
}
