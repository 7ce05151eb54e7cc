export type Step = 'major' | 'minor' | 'patch';

/** What a file in .changeset/ says. */
export interface Changeset {
  /** The largest of those that it names. */
  step: Step;
  text: string;
}

const HEADINGS: ReadonlyArray<[Step, string]> = [
  ['major', 'What breaks'],
  ['minor', 'What is new'],
  ['patch', 'What was fixed'],
];

/** @throws {Error} for a file without a step, or without a word about the change. */
export function readChangeset(file: string): Changeset {
  const [, head = '', text = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(file) ?? [];
  const step = HEADINGS.map(([each]) => each).find((each) => new RegExp(`: ${each}$`, 'm').test(head));
  if (step === undefined || text.trim() === '') throw new Error(`not a changeset: ${file.slice(0, 80)}`);
  return { step, text: text.trim() };
}

/** The changelog with one more section, above the last. */
export function withSection(changelog: string, version: string, changesets: readonly Changeset[]): string {
  const parts = HEADINGS.flatMap(([step, heading]) => {
    const lines = changesets.filter((each) => each.step === step).map(({ text }) => `- ${text}`);
    return lines.length === 0 ? [] : [`### ${heading}`, lines.join('\n')];
  });
  const section = [`## ${version}`, ...parts].join('\n\n');
  const first = changelog.search(/^## /m);
  if (first === -1) return `${changelog.trimEnd()}\n\n${section}\n`;
  return `${changelog.slice(0, first)}${section}\n\n${changelog.slice(first)}`;
}

/** What the changelog says of a version. @throws {Error} for one that it does not know. */
export function sectionOf(changelog: string, version: string): string {
  const section = changelog.split(/^## /m).find((each) => each.startsWith(`${version}\n`));
  const text = section?.slice(version.length).trim() ?? '';
  if (text === '') throw new Error(`CHANGELOG.md says nothing of ${version}.`);
  return text;
}
