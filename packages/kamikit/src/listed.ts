import { z } from 'zod';
import { askServer } from './ask-server.ts';

/** What the server offers, as a host's list shows it before the server has ever run. */
export interface Listed {
  tools: Array<{ name: string; description: string }>;
  prompts: ListedPrompt[];
}

interface ListedPrompt {
  name: string;
  description: string;
  arguments: string[];
  text: string;
}

const toolsSchema = z.object({ tools: z.array(z.object({ name: z.string(), description: z.string() })) });

const promptsSchema = z.object({
  prompts: z.array(
    z.object({
      name: z.string(),
      description: z.string().default(''),
      arguments: z.array(z.object({ name: z.string() })).default([]),
    }),
  ),
});

const promptSchema = z.object({
  messages: z.array(z.object({ content: z.object({ type: z.literal('text'), text: z.string() }) })),
});

/** As the built server itself says it, so that nothing is listed that is not there. */
export function listedBy(file: string, environment: Readonly<Record<string, string>> = {}): Listed {
  const [tools, prompts = { prompts: [] }] = askServer(
    file,
    [{ method: 'tools/list' }, { method: 'prompts/list' }],
    environment,
  );
  const found = promptsSchema.parse(prompts).prompts.map((prompt) => ({
    ...prompt,
    arguments: prompt.arguments.map(({ name }) => name),
  }));
  // A host puts its arguments into the text by itself.
  const requests = found.map(({ name, arguments: names }) => ({
    method: 'prompts/get',
    params: { name, arguments: Object.fromEntries(names.map((each) => [each, `\${arguments.${each}}`])) },
  }));
  const texts = requests.length === 0 ? [] : askServer(file, requests, environment);
  return {
    tools: toolsSchema.parse(tools).tools,
    prompts: found.map((prompt, at) => ({
      ...prompt,
      text: promptSchema
        .parse(texts[at])
        .messages.map(({ content }) => content.text)
        .join('\n\n'),
    })),
  };
}
