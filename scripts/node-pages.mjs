// The pages of docs/nodes/: the help of every node in the editor, family by family, as Markdown.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { require, root } from './tools.mjs';

/** Which nodes stand on which page. A test sees to it that each node stands on one. */
export const families = {
  account: { title: 'The account', types: ['twitch-account'] },
  chat: {
    title: 'Chat',
    types: [
      'twitch-chat',
      'twitch-command',
      'twitch-first-chatter',
      'twitch-send-message',
      'twitch-timer',
      'twitch-condition',
    ],
  },
  events: {
    title: 'What happens on the channel',
    types: [
      'twitch-follow',
      'twitch-raid-received',
      'twitch-subscription',
      'twitch-hype-train',
      'twitch-stream-online',
      'twitch-ads',
      'twitch-event',
      'twitch-connection-status',
    ],
  },
  'channel-points': {
    title: 'Channel points',
    types: ['twitch-reward-redemption', 'twitch-redemption-finish', 'twitch-points-reward'],
  },
  show: {
    title: 'Polls, predictions, clips, shoutouts, raids',
    types: ['twitch-poll', 'twitch-prediction', 'twitch-clip', 'twitch-shoutout', 'twitch-raid-start'],
  },
  channel: {
    title: 'The channel and its viewers',
    types: ['twitch-stream-info', 'twitch-commercial', 'twitch-user'],
  },
  moderation: {
    title: 'Moderation',
    types: ['twitch-moderation', 'twitch-chat-mode', 'twitch-moderator-role'],
  },
  calls: { title: 'Everything else', types: ['twitch-api'] },
};

const locale = path.join(root, 'dist', 'nodes', 'locales', 'en-US');

/** The words of a node, as the editor has them. */
function textsOf(type) {
  return JSON.parse(readFileSync(path.join(locale, `${type}.json`), 'utf8'))[type] ?? {};
}

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };

const unescaped = (html) => html.replaceAll(/&(amp|lt|gt|quot|nbsp);/g, (_, name) => entities[name]);

/** Text between tags on one line. What is no code has signs that Markdown would take for its own escaped. */
function plain(html) {
  return html
    .replaceAll(/\s+/g, ' ')
    .split(/(<code>.*?<\/code>)/)
    .map((part) =>
      part.startsWith('<code>')
        ? `\`${unescaped(part.replaceAll(/<[^>]+>/g, ''))}\``
        : unescaped(words(part)).replaceAll(/[<>]/g, '\\$&'),
    )
    .join('')
    .trim();
}

function words(html) {
  return html
    .replaceAll(/[*_]/g, '\\$&')
    .replaceAll(/<\/?(?:b|strong)>/g, '**')
    .replaceAll(/<\/?(?:i|em)>/g, '_')
    .replaceAll(/<a\b[^>]*href="([^"]*)"[^>]*>(.*?)<\/a ?>/g, '[$2]($1)')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/ +/g, ' ');
}

function definitions(html, indent) {
  return [...html.matchAll(/<dt[^>]*>([\s\S]*?)<\/dt>\s*<dd>([\s\S]*?)<\/dd>/g)]
    .map(([, name, text]) => {
      const type = /<span class="property-type">([\s\S]*?)<\/span>/.exec(name)?.[1];
      const bare = plain(name.replace(/<span class="property-type">[\s\S]*?<\/span>/, ''));
      return `${indent}- **${bare}**${type ? ` (${plain(type)})` : ''}: ${plain(text)}`;
    })
    .join('\n');
}

function items(html) {
  return [...html.matchAll(/<li>([\s\S]*?)<\/li>/g)]
    .map(([, item]) => {
      const list = /<dl[\s\S]*<\/dl>/.exec(item)?.[0];
      const text = plain(list ? item.replace(list, '') : item);
      return list ? `- **${text}**\n${definitions(list, '  ')}` : `- ${text}`;
    })
    .join('\n');
}

/** One help text as Markdown. It knows the tags that our help texts have. */
export function helpAsMarkdown(help) {
  const body = help.replace(/^[\s\S]*?<script[^>]*>/, '').replace(/<\/script>[\s\S]*$/, '');
  const blocks = [
    ...body.matchAll(
      /<(p|h3|h4)\b[^>]*>([\s\S]*?)<\/\1>|<(ol|ul)\b[^>]*>([\s\S]*?)<\/\3>|<dl\b[^>]*>([\s\S]*?)<\/dl>/g,
    ),
  ];
  return blocks
    .map(([, tag, text, list, listed, defined]) => {
      if (tag === 'h3') return `### ${plain(text)}`;
      if (tag === 'h4') return `**${plain(text)}**`;
      if (tag === 'p') return plain(text);
      return list ? items(listed) : definitions(defined, '');
    })
    .join('\n\n');
}

/** Whether there is a picture of the dialog, made by scripts/pictures.mjs. */
const picture = (type) =>
  existsSync(path.join(root, 'docs', 'images', `${type}.png`))
    ? `![The dialog](../images/${type}.png)\n\n`
    : '';

/** All pages by name, `nodes/chat.md`. */
export function nodePages() {
  const { nodeDefinitions } = require(path.join(root, 'dist', 'src', 'definitions', 'nodes.js'));
  const pages = {};
  for (const [name, { title, types }] of Object.entries(families)) {
    const parts = types
      .filter((type) => Object.hasOwn(nodeDefinitions, type))
      .map((type) => {
        const texts = textsOf(type);
        const label = texts.palette ?? texts.label ?? type;
        const help = readFileSync(path.join(locale, `${type}.html`), 'utf8');
        return `## ${label}\n\n\`${type}\`\n\n${picture(type)}${helpAsMarkdown(help)}`;
      });
    pages[`nodes/${name}.md`] =
      `# ${title}\n\n<!-- Made by scripts/docs.mjs from the help texts of the editor. -->\n\n${parts.join('\n\n')}\n`;
  }
  return pages;
}
