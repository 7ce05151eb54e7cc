import { BaseSequencer, type TestSpecification } from 'vitest/node';

// What starts processes takes longer than its size tells.
const SLOW =
  /in-a-browser|-command|processes|\/(?:mcp-server\/test|reliability|contract-tests\/src\/(?:documents|hosts))\//;

/** On a machine that has run no test yet, the largest files come first; so that none is left alone in the end, the slow ones do. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isSlow = ({ moduleId }: TestSpecification) => SLOW.test(moduleId);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}
