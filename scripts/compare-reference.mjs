// Compares the built tables with the reference data they were written from, fact by fact. The wording is the project's own,
// so of summaries, rules and notes only their presence and number count.
//   node scripts/compare-reference.mjs [folder of the reference] [folder of the build]
// Differences that are meant stand in reference-differences.json, each with a reason; any other one fails, and so does an
// entry there that no longer fits anything.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { root } from './tools.mjs';

const require = createRequire(import.meta.url);
const differences = [];

function read(...parts) {
  return JSON.parse(readFileSync(path.join(...parts), 'utf8'));
}

function orNull(value) {
  return value === undefined || value === false ? null : value;
}

/** Notes a difference unless both are the same; undefined, null and false are all "no". */
function same(where, reference, ours) {
  if (!isDeepStrictEqual(orNull(reference), orNull(ours))) differences.push({ where, reference, ours });
}

/** A fact that nobody compares would go unnoticed, so every key of the reference has to be known here. */
function knownKeys(where, object, keys) {
  for (const key of Object.keys(object)) {
    if (!keys.includes(key))
      differences.push({ where: `${where}.${key}`, reference: object[key], ours: 'not compared' });
  }
}

function sorted(values) {
  return [...values].map(String).toSorted();
}

/** `whisper-<user-id>` in an enum stands for texts of that form: our rows have a pattern for it. */
function isForm(value) {
  return typeof value === 'string' && value.includes('<');
}

const FIELD_NUMBERS = ['min', 'max', 'minLength', 'maxLength', 'itemMinLength', 'itemMaxLength'];
const FIELD_MARKS = ['required', 'repeatable', 'default', 'since', 'appTokenOnly', 'ignored'];

function compareFields(where, reference, ours) {
  same(`${where} names`, sorted(reference.map(({ name }) => name)), sorted(Object.keys(ours ?? {})));
  for (const field of reference) {
    const own = ours?.[field.name];
    if (!own) continue;
    const at = `${where}.${field.name}`;
    knownKeys(at, field, ['name', 'type', 'enum', 'format', 'fields', ...FIELD_NUMBERS, ...FIELD_MARKS]);
    same(`${at} type`, field.type, own.type);
    for (const key of [...FIELD_NUMBERS, ...FIELD_MARKS]) same(`${at} ${key}`, field[key], own[key]);
    same(
      `${at} enum`,
      field.enum?.filter((value) => !isForm(value)),
      own.enum,
    );
    for (const form of field.enum?.filter(isForm) ?? []) {
      const example = form.replaceAll(/<[^>]*>/g, '1');
      same(`${at} enum ${form}`, true, new RegExp(own.pattern ?? '^$').test(example));
    }
    if (field.format) same(`${at} format`, true, Boolean(own.unit ?? own.hint ?? own.pattern));
    if (field.fields) compareFields(at, field.fields, own.fields);
    else same(`${at} fields`, undefined, own.fields);
  }
}

/** A shape of ours as the reference writes it. A key that may be absent is a notion of ours alone. */
function asReferenceShape(shape) {
  if (typeof shape === 'string') return shape;
  if (Array.isArray(shape)) return [asReferenceShape(shape[0])];
  if ('orNull' in shape) return { nullable: true, of: asReferenceShape(shape.orNull) };
  if ('oneOf' in shape) return 'string';
  return Object.fromEntries(
    Object.entries(shape).map(([key, value]) => [key.replace(/\?$/, ''), asReferenceShape(value)]),
  );
}

const ROLES = {
  'moderator of broadcaster_id': { role: 'moderator', of: 'broadcaster_id' },
  'any user token for total only': { role: 'anyone' },
  'editor of user_id': { role: 'editor', of: 'user_id' },
};

function compareOwner(at, reference, ours) {
  const owner =
    reference.whoseToken === '(token owner)'
      ? 'token-owner'
      : reference.whoseToken && { param: reference.whoseToken, in: reference.whoseTokenIn };
  same(`${at} owner`, owner, ours.owner);
  same(
    `${at} ownerAlso`,
    (reference.whoseTokenAlso ?? []).map((text) => ROLES[text] ?? text),
    ours.ownerAlso.map(({ role, of }) => (of === undefined ? { role } : { role, of })),
  );
  same(`${at} ownerNote`, Boolean(reference.whoseTokenNote), ours.ownerNote !== null);
}

function compareAppGrants(at, reference, ours) {
  const grants = reference.appToken?.grants.map(({ subject, or, ...scopes }) => ({
    from: subject,
    ...scopes,
    ...(or ? { or: true } : {}),
  }));
  const own = ours.appGrants?.map(({ or, ...grant }) => ({ ...grant, ...(or ? { or: true } : {}) }));
  same(`${at} appGrants`, grants, own);
  same(`${at} appGrantsNote`, Boolean(reference.appToken?.unsure), ours.appGrantsNote !== null);
  if (reference.appToken) knownKeys(`${at} appToken`, reference.appToken, ['grants', 'unsure']);
}

// The reference says of each row where it was found (`source`), which is not a fact about Twitch.
const ENDPOINT_KEYS =
  `id category name method path summary tokenTypes tokenNote scopes optionalScopes whoseToken whoseTokenIn
  whoseTokenAlso whoseTokenNote appToken query body paginated pageMax pageDefault cursors responseShape successStatus
  notableErrors rateNotes rules deprecated status since goneSince source`.split(/\s+/);

function compareEndpoint(reference, ours) {
  const at = `endpoint ${reference.id}:`;
  knownKeys(at, reference, ENDPOINT_KEYS);
  for (const key of ['category', 'name', 'method', 'path', 'status', 'since', 'goneSince']) {
    same(`${at} ${key}`, reference[key], ours[key]);
  }
  same(`${at} tokens`, reference.tokenTypes, ours.tokens);
  same(`${at} tokenNote`, Boolean(reference.tokenNote), ours.tokenNote !== null);
  knownKeys(`${at} scopes`, reference.scopes, ['anyOf']);
  same(`${at} scopes`, sorted(reference.scopes.anyOf), sorted(ours.scopes));
  same(
    `${at} optionalScopes`,
    sorted(Object.keys(reference.optionalScopes ?? {})),
    sorted(Object.keys(ours.optionalScopes)),
  );
  compareOwner(at, reference, ours);
  compareAppGrants(at, reference, ours);
  compareFields(`${at} query`, reference.query, ours.query);
  compareFields(`${at} body`, reference.body, ours.body);
  same(`${at} body`, reference.body.length > 0, ours.body !== null);
  same(`${at} paginated`, reference.paginated, ours.paging !== null);
  same(`${at} pageMax`, reference.pageMax, ours.paging?.max);
  same(`${at} pageDefault`, reference.pageDefault, ours.paging?.default);
  same(`${at} cursors`, reference.cursors, ours.paging?.cursors);
  const { container, fields, beside, ...others } = reference.responseShape;
  knownKeys(`${at} responseShape`, others, []);
  same(`${at} answer container`, container, ours.answer.container);
  same(`${at} answer fields`, fields, ours.answer.fields && asReferenceShape(ours.answer.fields));
  same(`${at} answer beside`, beside, ours.answer.beside && asReferenceShape(ours.answer.beside));
  same(`${at} success`, reference.successStatus, ours.success);
  same(`${at} errors`, reference.notableErrors, ours.errors);
  same(`${at} deprecated`, reference.deprecated, ours.status === 'removed');
  same(`${at} summary`, true, ours.summary.length > 0);
  same(`${at} rate`, Boolean(reference.rateNotes), ours.rate !== null);
  same(`${at} number of rules`, reference.rules.length, ours.rules.length);
}

const OWNERS = {
  broadcaster: 'broadcaster',
  'moderator or broadcaster': 'moderator',
  'chatting user': 'chatter',
  'that user': 'user',
  'any user': 'anyone',
  app: 'app',
};

const EVENT_KEYS =
  `type version label category status condition conditionOptional conditionRule scopes scopeGroups whoseToken
  tokenUserField websocket batching costWithoutUserGrant eventFields notes sample appTokenGrants fieldAliases`.split(
    /\s+/,
  );

function compareEventFields(at, reference, ours) {
  same(
    `${at} field names`,
    reference.map(({ name }) => name),
    ours.map((field) => field.path),
  );
  for (const field of reference) {
    const own = ours.find((one) => one.path === field.name);
    if (!own) continue;
    const where = `${at} field ${field.name}`;
    knownKeys(where, field, ['name', 'type', 'nullable', 'optional', 'format', 'values']);
    same(`${where} type`, field.format === 'date-time' ? 'rfc3339' : field.type, own.type);
    same(`${where} format`, field.format, own.type === 'rfc3339' && 'date-time');
    for (const key of ['nullable', 'optional', 'values']) same(`${where} ${key}`, field[key], own[key]);
  }
}

function compareEvent(reference, ours, shapeFields) {
  const at = `event ${reference.type}@${reference.version}:`;
  knownKeys(at, reference, EVENT_KEYS);
  for (const key of ['category', 'status', 'condition', 'websocket', 'batching', 'sample']) {
    same(`${at} ${key}`, reference[key], ours[key]);
  }
  same(`${at} label`, true, ours.label.length > 0);
  same(`${at} optionalCondition`, reference.conditionOptional, ours.optionalCondition);
  const rule = /^exactly one of (.+)$/.exec(reference.conditionRule ?? '');
  same(`${at} conditionRule`, Boolean(reference.conditionRule), Boolean(rule));
  same(`${at} oneOf`, rule ? rule[1].split(', ') : [], ours.oneOf);
  same(`${at} scopeGroups`, reference.scopeGroups, ours.scopeGroups);
  knownKeys(`${at} scopes`, reference.scopes, ['anyOf', 'allOf', 'optional', 'withAppToken']);
  // The reference says it twice; both have to agree with ours.
  same(
    `${at} scopes`,
    sorted(new Set([...reference.scopes.anyOf, ...reference.scopes.allOf].flat())),
    sorted(new Set(ours.scopeGroups.flat())),
  );
  same(`${at} optionalScopes`, reference.scopes.optional ?? [], ours.optionalScopes);
  same(
    `${at} scopes with an app token`,
    (reference.scopes.withAppToken ?? []).map((text) => text.split(' ')[0]),
    ours.appGrants.flatMap(({ allOf }) => allOf),
  );
  same(`${at} owner`, OWNERS[reference.whoseToken] ?? reference.whoseToken, ours.ownerRole);
  same(`${at} owner field`, reference.tokenUserField, ours.owner);
  same(`${at} cost`, reference.costWithoutUserGrant, ours.cost);
  same(
    `${at} appGrants`,
    (reference.appTokenGrants ?? []).map(({ subject, allOf, unless }) => [subject, allOf, Boolean(unless)]),
    ours.appGrants.map(({ from, allOf, unless }) => [from, allOf, Boolean(unless)]),
  );
  same(`${at} aliases`, reference.fieldAliases ?? {}, ours.aliases);
  compareEventFields(at, reference.eventFields, shapeFields(ours.fields));
  same(`${at} number of notes`, reference.notes.length, ours.notes.length);
}

/** Where a scope is asked for, as the reference writes it: `Helix: Create Poll`, `EventSub: channel.poll.end@1`. */
function usesOf(scope, endpoints, events) {
  const uses = [];
  for (const row of endpoints) {
    const grants = row.appGrants?.flatMap(({ anyOf, allOf }) => [...(anyOf ?? []), ...(allOf ?? [])]) ?? [];
    if ([...row.scopes, ...Object.keys(row.optionalScopes), ...grants].includes(scope))
      uses.push(`Helix: ${row.name}`);
  }
  for (const row of events) {
    const grants = row.appGrants.flatMap(({ allOf }) => allOf);
    if ([...row.scopeGroups.flat(), ...row.optionalScopes, ...grants].includes(scope)) {
      uses.push(`EventSub: ${row.type}@${row.version}`);
    }
  }
  return uses;
}

function plainUse(use) {
  return use.replace(/ \(optional\)$/, '').toLowerCase();
}

function compareScope(reference, ours, endpoints, events) {
  const at = `scope ${reference.scope}:`;
  knownKeys(at, reference, ['scope', 'meaning', 'usedBy']);
  same(`${at} meaning`, true, ours.meaning.length > 0);
  const theirs = reference.usedBy.filter((use) => !use.startsWith('IRC:'));
  const own = usesOf(reference.scope, endpoints, events);
  for (const use of theirs) {
    if (!own.some((one) => plainUse(one) === plainUse(use))) same(`${at} used by ${use}`, true, false);
  }
  for (const use of own) {
    if (!theirs.some((one) => plainUse(one) === plainUse(use))) same(`${at} used by ${use}`, false, true);
  }
}

/** Pairs rows of both sides by a name; one that is missing on either side is a difference. */
function pair(kind, reference, ours, nameOf, compare) {
  const rest = new Map(ours.map((row) => [nameOf(row), row]));
  for (const row of reference) {
    const name = nameOf(row);
    const own = rest.get(name);
    if (own) compare(row, own);
    else differences.push({ where: `${kind} ${name}`, reference: 'there', ours: 'missing' });
    rest.delete(name);
  }
  for (const name of rest.keys())
    differences.push({ where: `${kind} ${name}`, reference: 'missing', ours: 'there' });
}

function eventName(row) {
  return `${row.type}@${row.version}`;
}

const reference = path.resolve(process.argv[2] ?? path.join(root, '..', 'shared', 'reference'));
const build = path.resolve(process.argv[3] ?? path.join(root, 'dist'));

if (!existsSync(reference)) {
  console.log('reference not here: not compared');
} else {
  const table = (name) => require(path.join(build, 'src', 'tables', `${name}.js`));
  const endpoints = table('endpoints').allEndpoints();
  const events = table('events').allEvents();
  const scopes = table('scopes').allScopes();
  const { shapeFields } = table('shape');

  pair('endpoint', read(reference, 'helix.json'), endpoints, (row) => row.id, compareEndpoint);
  pair('event', read(reference, 'eventsub.json'), events, eventName, (row, own) =>
    compareEvent(row, own, shapeFields),
  );
  pair(
    'scope',
    read(reference, 'scopes.json'),
    scopes,
    (row) => row.scope,
    (row, own) => compareScope(row, own, endpoints, events),
  );

  const explained = read(root, 'scripts', 'reference-differences.json');
  const reasons = new Map(explained.flatMap(({ reason, where }) => where.map((one) => [one, reason])));
  const open = differences.filter(({ where }) => !reasons.get(where));
  const stale = [...reasons.keys()].filter((where) => !differences.some((one) => one.where === where));
  for (const { where, reference: theirs, ours } of open) {
    console.log(`${where}\n  reference: ${JSON.stringify(theirs)}\n  ours:      ${JSON.stringify(ours)}`);
  }
  for (const where of stale) console.log(`${where}\n  is explained, but there is no difference any more`);
  console.log(
    `${endpoints.length} endpoints, ${events.length} events, ${scopes.length} scopes compared, ` +
      `${differences.length} differences, ${differences.length - open.length} explained`,
  );
  if (open.length > 0 || stale.length > 0) process.exitCode = 1;
}
