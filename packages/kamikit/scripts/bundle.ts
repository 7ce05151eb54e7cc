// Writes kamikit.mcpb from what `pnpm build` has made.
import { fileURLToPath } from 'node:url';
import { makeBundle } from '../src/make-bundle.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
await makeBundle(at('../dist'), at('../kamikit.mcpb'));
process.stdout.write(`${at('../kamikit.mcpb')}\n`);
