import packageJson from '../../package.json' with { type: 'json' };

/** What keeps this version of Node from running Kamikit; null when it is fit. Called before anything that it may lack. */
export function nodeFault(version: string): string | null {
  const needed = packageJson.engines.node.replace('>=', '');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = needed.split('.').map(Number);
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return null;
  return `Kamikit needs Node.js ${needed} or newer, and was started with ${version}.`;
}
