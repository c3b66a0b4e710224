import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { nodeDefinitions } from '../../src/definitions/nodes';
import { projectRoot } from '../support/node-red-process';

const locales = path.join(projectRoot(), 'dist', 'nodes', 'locales');

function help(language: string, type: string): string {
  return readFileSync(path.join(locales, language, `${type}.html`), 'utf8');
}

describe('the lists of fields in the help', () => {
  for (const language of readdirSync(locales)) {
    it(`say something of every field in ${language}, and nothing half made`, () => {
      for (const type of Object.keys(nodeDefinitions)) {
        const text = help(language, type);
        assert.doesNotMatch(text, /<dd>\s*<\/dd>|undefined|\[object|__\w+__|<!-- fields -->/, type);
        // Sentences that end twice.
        assert.doesNotMatch(text, /(?<!\.)[.。！？][.。](?!\.)/u, type);
      }
    });
  }

  it('tell what a field has from the start, and what must be filled in', () => {
    assert.match(help('en-US', 'twitch-command'), /Default: 5 seconds\./);
    assert.match(help('en-US', 'twitch-command'), /everyone \(default\)/);
    assert.match(help('en-US', 'twitch-command'), /<dt>Command<\/dt><dd>.*Has to be filled in\./);
    assert.match(help('de', 'twitch-timer'), /Voreinstellung: 15 Minuten\./);
  });

  it('tell with which choice a field is there at all', () => {
    assert.match(help('en-US', 'twitch-first-chatter'), /<dt[^>]*>Days<\/dt><dd>Only with “after a while”\./);
  });
});
