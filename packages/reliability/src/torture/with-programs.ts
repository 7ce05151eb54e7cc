import { inScratch } from './scratch.ts';
import { killAll } from './server-process.ts';

/** Work that starts programs, in a folder for them: both are gone with the work, or with the process if that ends before. */
export function withPrograms<T>(name: string, work: (folder: string) => Promise<T>): Promise<T> {
  return inScratch(name, async (folder) => {
    process.prependOnceListener('exit', killAll);
    try {
      return await work(folder);
    } finally {
      process.off('exit', killAll);
      killAll();
    }
  });
}
