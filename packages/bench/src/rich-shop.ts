// The sandbox in a process of its own, with money enough, that delivers at once.
import { startSandbox } from '@kamikit/sandbox';

const sandbox = await startSandbox({ orderDelayMs: 0, balance: 100_000_000 });
process.send?.(sandbox.storefront);
process.once('disconnect', () => process.exit());
