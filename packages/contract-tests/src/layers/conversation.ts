import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { jsonFiles } from '../interactions/json-files.ts';

/** The committed conversations: `<tool>/<case>.json`. */
const CONVERSATIONS = fileURLToPath(new URL('../../conversations/', import.meta.url));

const conversationSchema = z.strictObject({
  calls: z
    .array(
      z.strictObject({
        tool: z.string(),
        arguments: z.record(z.string(), z.unknown()),
        /** The fixtures whose exchanges the call causes, for instance `cards/verify/day-card`. */
        fixtures: z.array(z.string()),
        /** All that a host sees of the answer. */
        answer: z.strictObject({ isError: z.boolean(), structuredContent: z.unknown() }).optional(),
      }),
    )
    .min(1),
});

/** Tool calls one after another, with the upstreams answering as the fixtures say. */
export interface Conversation extends z.output<typeof conversationSchema> {
  /** For instance `verify_card/day-card`; the last call is of this tool. */
  name: string;
  tool: string;
  /** The absolute path of the file. */
  file: string;
}

export function readConversations(): Conversation[] {
  return jsonFiles(CONVERSATIONS, 1).map((path) => {
    const file = CONVERSATIONS + path;
    const { calls } = conversationSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    const name = path.replace(/\.json$/, '');
    return { name, tool: name.split('/')[0] ?? '', file, calls };
  });
}
