/** Tells a host how far a call is. */
export type Progress = (done: number, total: number, message: string) => void;

/**
 * Of several things that are waited for in one call, each counts from its own beginning, while a host takes only what increases
 * (MCP, Progress): whatever is told goes beyond what was told before.
 */
export function steadyProgress(tell: Progress): Progress {
  let last = Number.NEGATIVE_INFINITY;
  return (done, total, message) => {
    last = done > last ? done : last + STEP;
    tell(last, Math.max(total, last), message);
  };
}

const STEP = 0.001;
