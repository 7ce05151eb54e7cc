import { createHash } from 'node:crypto';
import { readAsset, readStyles } from './read-asset.ts';

interface Asset {
  type: string;
  body: string;
}

const NAMES = ['console.css', 'console.js', 'door.js', 'icon.svg'] as const;

/** What the style sheet is made of, in this order. */
const STYLES = [
  ...['theme', 'frame', 'panels', 'controls', 'states', 'overview', 'charts'],
  ...['entries', 'entry', 'jobs', 'decisions', 'catalogue', 'doctor', 'narrow'],
];

export type AssetName = (typeof NAMES)[number];

/** What pages load besides themselves: files of ours, beside this one in the sources, the package and the bundle. */
export const assets: Readonly<Record<AssetName, Asset>> = {
  'console.css': {
    type: 'text/css; charset=utf-8',
    body: readStyles(STYLES),
  },
  'console.js': { type: 'text/javascript; charset=utf-8', body: readAsset('console.js') },
  'door.js': { type: 'text/javascript; charset=utf-8', body: readAsset('door.js') },
  'icon.svg': { type: 'image/svg+xml', body: readAsset('icon.svg') },
};

/** Changes with every change of an asset, so that a browser may keep them. */
const version = createHash('sha256')
  .update(NAMES.map((name) => assets[name].body).join('\0'))
  .digest('hex')
  .slice(0, 12);

/** Where they are: not below the page's secret path, for the door has them as well. */
export const ASSETS = `/assets/${version}`;
