/** Says in words what an audit event did to which object. */
import type { AuditEvent } from '../../schema/audit-event.ts';
import { lookup, textAt } from '../../schema/lookup.ts';
import { containers } from '../../schema/own/pod.ts';
import { command } from '../../schema/own/request-uri.ts';
import { isObject } from '../../schema/visit.ts';
import { named, shortened } from '../../text/visible.ts';
import { resourceWords } from './resource-words.ts';

/**
 * `<past> <object>` says what was done; `to <infinitive> <object>` what was tried. Both end in a preposition or verb.
 */
export interface Action {
  readonly past: string;
  readonly infinitive: string;
  /** Empty where the verb says it all. */
  readonly object: string;
}

type Verb = readonly [past: string, infinitive: string];

interface Target {
  readonly event: AuditEvent;
  readonly verb: string | undefined;
  readonly resource: string;
  readonly subresource: string | undefined;
}

export function actionOf(event: AuditEvent): Action {
  const verb = textAt(event, 'verb');
  const resource = textAt(event, 'objectRef', 'resource');
  if (resource === undefined) return nonResource(event, verb);
  const target = { event, verb, resource, subresource: textAt(event, 'objectRef', 'subresource') };
  const review = verb === 'create' && Object.hasOwn(reviews, resource) ? reviews[resource] : undefined;
  if (review !== undefined) return { past: review[0], infinitive: review[1], object: '' };
  const [past, infinitive] = verbOf(target);
  return { past, infinitive, object: objectOf(target) + detailOf(target) };
}

/** Resources of which creating one asks a question. Nothing is stored. */
const reviews: Readonly<Record<string, Verb>> = {
  selfsubjectaccessreviews: ['asked what it is allowed to do', 'ask what it is allowed to do'],
  selfsubjectrulesreviews: ['asked what it is allowed to do', 'ask what it is allowed to do'],
  selfsubjectreviews: ['asked who it is', 'ask who it is'],
  subjectaccessreviews: [
    'asked what somebody else is allowed to do',
    'ask what somebody else is allowed to do',
  ],
  localsubjectaccessreviews: [
    'asked what somebody else is allowed to do',
    'ask what somebody else is allowed to do',
  ],
  tokenreviews: ['asked whether a token is valid', 'ask whether a token is valid'],
};

const verbs: Readonly<Record<string, Verb>> = {
  get: ['read', 'read'],
  list: ['listed', 'list'],
  watch: ['watched', 'watch'],
  create: ['created', 'create'],
  update: ['updated', 'update'],
  patch: ['patched', 'patch'],
  delete: ['deleted', 'delete'],
  deletecollection: ['deleted', 'delete'],
};

function verbOf({ event, verb, resource, subresource }: Target): Verb {
  const plain = plainVerb(verb);
  if (subresource === undefined) return plain;
  switch (`${resource}/${subresource}`) {
    case 'pods/exec': {
      const run = command(event);
      if (run === undefined) return ['opened a command session in', 'open a command session in'];
      const shown = `\`${shortened(run, 80).replaceAll('`', '\\`')}\``;
      return [`ran ${shown} in`, `run ${shown} in`];
    }
    case 'pods/attach':
      return ['attached to', 'attach to'];
    case 'pods/portforward':
      return ['forwarded a port of', 'forward a port of'];
    case 'pods/log':
      return ['read the log of', 'read the log of'];
    case 'pods/eviction':
      return ['evicted', 'evict'];
    case 'pods/binding':
      return ['assigned a node to', 'assign a node to'];
    case 'pods/proxy':
    case 'services/proxy':
    case 'nodes/proxy':
      return ['sent a request through the API server to', 'send a request through the API server to'];
    case 'serviceaccounts/token':
      return verb === 'create' ? ['requested a token for', 'request a token for'] : partOf(plain, 'token');
    case 'certificatesigningrequests/approval':
      return approval(event);
    case 'pods/ephemeralcontainers':
      if (verb === 'patch' || verb === 'update')
        return ['added a debug container to', 'add a debug container to'];
      return partOf(plain, 'ephemeral containers');
    default:
      if (subresource === 'scale' && (verb === 'patch' || verb === 'update')) return ['scaled', 'scale'];
      return partOf(plain, named(subresource));
  }
}

function plainVerb(verb: string | undefined): Verb {
  if (verb === undefined) return ['accessed', 'access'];
  const known = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  return known ?? [`used the verb ${named(verb, 40)} on`, `use the verb ${named(verb, 40)} on`];
}

function partOf([past, infinitive]: Verb, part: string): Verb {
  return [`${past} the ${part} of`, `${infinitive} the ${part} of`];
}

function approval(event: AuditEvent): Verb {
  const conditions = lookup(event, 'requestObject', 'status', 'conditions');
  const types = Array.isArray(conditions) ? conditions.map((condition) => textAt(condition, 'type')) : [];
  if (types.includes('Denied')) return ['rejected', 'reject'];
  return types.includes('Approved') ? ['approved', 'approve'] : ['decided on', 'decide on'];
}

function objectOf({ event, verb, resource }: Target): string {
  const words = resourceWords(resource, textAt(event, 'objectRef', 'apiGroup'));
  const name = nameOf(event);
  const namespace = resource === 'namespaces' ? undefined : textAt(event, 'objectRef', 'namespace');
  if (name !== undefined) {
    return `${words.singular} ${named(namespace === undefined ? name : `${namespace}/${name}`, 120)}`;
  }
  const many = verb === 'list' || verb === 'watch' || verb === 'deletecollection';
  const what = many
    ? `${verb === 'deletecollection' ? 'many ' : ''}${words.plural}`
    : article(words.singular);
  if (namespace !== undefined) return `${what} in namespace ${named(namespace)}`;
  return many && words.namespaced ? `${what} in all namespaces` : what;
}

/** The object's name. If the request leaves it to the API server, only the response has it. */
function nameOf(event: AuditEvent): string | undefined {
  const given = textAt(event, 'objectRef', 'name') ?? textAt(event, 'requestObject', 'metadata', 'name');
  if (given !== undefined || textAt(event, 'verb') !== 'create') return given;
  const prefix = textAt(event, 'requestObject', 'metadata', 'generateName');
  return (
    textAt(event, 'responseObject', 'metadata', 'name') ?? (prefix === undefined ? undefined : `${prefix}*`)
  );
}

function article(noun: string): string {
  if (noun === 'endpoints') return noun;
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** The detail of the request that a reader would ask for next, such as the image of a new container. */
function detailOf({ event, verb, resource, subresource }: Target): string {
  if (subresource === 'exec') {
    const container = uriParameter(event, 'container');
    return container === undefined ? '' : ` (container ${named(container, 40)})`;
  }
  if (subresource === 'scale') {
    const replicas = lookup(event, 'requestObject', 'spec', 'replicas');
    return typeof replicas === 'number' ? ` to ${replicas} replicas` : '';
  }
  if (subresource !== undefined || verb === undefined || !['create', 'update', 'patch'].includes(verb))
    return '';
  return resource === 'rolebindings' || resource === 'clusterrolebindings' ? granted(event) : images(event);
}

function uriParameter(event: AuditEvent, name: string): string | undefined {
  const uri = textAt(event, 'requestURI') ?? '';
  const query = uri.indexOf('?');
  return (query === -1 ? null : new URLSearchParams(uri.slice(query + 1)).get(name)) ?? undefined;
}

function granted(event: AuditEvent): string {
  const role = textAt(event, 'requestObject', 'roleRef', 'name');
  if (role === undefined) return '';
  const subjects = lookup(event, 'requestObject', 'subjects');
  const names = Array.isArray(subjects) ? subjects.map((subject) => textAt(subject, 'name')) : [];
  return ` granting ${named(role, 40)}${several(' to ', names)}`;
}

function images(event: AuditEvent): string {
  const all = containers(event);
  const names = Array.isArray(all)
    ? all.map((one) => (isObject(one) ? textAt(one, 'image') : undefined))
    : [];
  const found = several('', [...new Set(names)]);
  return found === '' ? '' : ` (image ${found})`;
}

function several(before: string, names: readonly (string | undefined)[]): string {
  const [first, ...rest] = names.filter((name) => name !== undefined);
  if (first === undefined) return '';
  return `${before}${named(first, 60)}${rest.length === 0 ? '' : ` and ${rest.length} more`}`;
}

function nonResource(event: AuditEvent, verb: string | undefined): Action {
  const uri = textAt(event, 'requestURI');
  if (uri === undefined) {
    return verb === undefined
      ? { past: 'made', infinitive: 'make', object: 'a request of which nothing more is known' }
      : { past: 'made', infinitive: 'make', object: `a request with the verb ${named(verb, 40)}` };
  }
  const method = verb === undefined ? '' : `${named(verb.toUpperCase(), 40)} `;
  return { past: 'requested', infinitive: 'request', object: `${method}${named(uri, 120)}` };
}
