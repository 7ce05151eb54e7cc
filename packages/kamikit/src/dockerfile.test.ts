import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';

const atRoot = (file: string) =>
  readFileSync(fileURLToPath(new URL(`../../../${file}`, import.meta.url)), 'utf8');
const dockerfile = atRoot('Dockerfile');
const { devEngines, mcpName }: { devEngines: { runtime: { version: string } }; mcpName: string } = JSON.parse(
  atRoot('package.json'),
);

describe('the Dockerfile', () => {
  it('has nothing that the linter finds fault with', () => {
    expect(validate(dockerfile).map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual(
      [],
    );
    expect(validate('FROM node\nENTRYPOINT [ "node" \nUSR node')).not.toEqual([]);
  });

  it('builds and runs with the Node of the repository', () => {
    const images = [...dockerfile.matchAll(/^FROM node:(\S+)-slim/gm)].map(([, version]) => version);
    expect(images).toEqual([devEngines.runtime.version, devEngines.runtime.version]);
  });

  it('does not run as root, and keeps ledger and configuration in its volume', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('FROM'));
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/KAMIKIT_DATA_DIR=\/data\//);
    expect(last).toMatch(/XDG_CONFIG_HOME=\/data\//);
    expect(last).toMatch(/^VOLUME \["\/data"\]$/m);
    expect(last.indexOf('chown')).toBeLessThan(last.indexOf('\nVOLUME'));
  });

  it('is labelled as what the registry knows', () => {
    expect(dockerfile).toContain(`io.modelcontextprotocol.server.name="${mcpName}"`);
  });
});
