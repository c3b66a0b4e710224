import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { nodeDefinitions } from '../../src/definitions/nodes';
import { projectRoot } from './node-red-process';

const root = projectRoot();

/** Text of a page below `docs/`. */
export function readPage(name: string): string {
  return readFileSync(path.join(root, 'docs', name), 'utf8');
}

/** All Markdown pages that we ship to readers, below the root of the project. */
export function allPages(): readonly string[] {
  const below = readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' });
  return [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    ...below.map((name) => path.join('docs', name)),
  ].filter((name) => name.endsWith('.md'));
}

/** The anchor of a heading, as GitHub makes it. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}

/** Anchors of all headings of a page. */
export function anchorsOf(page: string): readonly string[] {
  return [...page.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
}

/** What the blocks are called in the palette, the account aside. */
export function paletteLabels(): readonly string[] {
  return Object.keys(nodeDefinitions)
    .filter((type) => type !== 'twitch-account')
    .map((type) => {
      const file = path.join(root, 'nodes', 'locales', 'en-US', `${type}.json`);
      const texts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { palette?: string }>;
      return texts[type]?.palette ?? type;
    });
}

/** What stands in bold in the lines that fit. */
export function boldIn(page: string, lines: RegExp): readonly string[] {
  return page
    .split('\n')
    .filter((line) => lines.test(line))
    .flatMap((line) => [...line.matchAll(/\*\*(.+?)\*\*/g)].map(([, name = '']) => name));
}
