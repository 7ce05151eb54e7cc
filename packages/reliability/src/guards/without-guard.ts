import { takeOut } from '@kamikit/mcp-server/build';
import type { Guard } from './guard.ts';

/** For esbuild: the sources as they are, but for one guard. */
export function withoutGuard({ file, piece, instead }: Guard): ReturnType<typeof takeOut> {
  const path = file.replaceAll(/[.]/g, '\\.').replaceAll('/', '[\\\\/]');
  return takeOut(new RegExp(`packages[\\\\/]${path}$`), piece, instead);
}
