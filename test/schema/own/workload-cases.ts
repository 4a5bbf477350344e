import type { AuditEvent, Json, JsonObject } from '../../../src/schema/audit-event.ts';
import type { Case } from './case.ts';

function pods(spec: Json, metadata: Json = {}): AuditEvent {
  return { verb: 'create', objectRef: { resource: 'pods' }, requestObject: { kind: 'Pod', metadata, spec } };
}

function cronJobs(template: Json): AuditEvent {
  return {
    verb: 'create',
    objectRef: { resource: 'cronjobs' },
    requestObject: { kind: 'CronJob', spec: { jobTemplate: { spec: { template } } } },
  };
}

/** A change that is named by a JSON patch, and seen in what it led to. */
function patched(resource: string, responseObject: Json): AuditEvent {
  const requestObject = [{ op: 'add', path: '/metadata/labels/a', value: 'b' }];
  return { verb: 'patch', objectRef: { resource }, requestObject, responseObject };
}

const none: JsonObject = {};
const annotations = { 'container.apparmor.security.beta.kubernetes.io/main': 'unconfined' };

const annotated: readonly [name: string, event: AuditEvent, expected: Json | undefined][] = [
  ['of a pod', pods(none, { annotations }), annotations],
  ['of a template', cronJobs({ metadata: { annotations } }), annotations],
  ['after a JSON patch', patched('pods', { kind: 'Pod', metadata: { annotations }, spec: {} }), annotations],
  [
    'of a workload, which its pods do not get',
    { requestObject: { kind: 'Deployment', metadata: { annotations }, spec: { template: {} } } },
    undefined,
  ],
  ['of a pod that has none', pods(none, { annotations: null }), undefined],
  ['of another object', { requestObject: { kind: 'Service', metadata: { annotations } } }, undefined],
];

const added: readonly [name: string, add: Json, expected: Json | undefined][] = [
  ['as the API documents them', ['SYS_ADMIN', 'BPF'], ['SYS_ADMIN', 'BPF']],
  ['of either case', ['sys_Admin'], ['SYS_ADMIN']],
  ['with the prefix', ['CAP_SYS_ADMIN', 'cap_bpf'], ['SYS_ADMIN', 'BPF']],
  ['whose capitals are those of other letters', ['\u017fys_adm\u0131n'], ['SYS_ADMIN']],
  ['that are none', { a: [1] }, undefined],
];

const volumes = [{ name: 'a', emptyDir: {} }, { hostPath: { path: '/etc//cron.d/' } }, { hostPath: null }];
const persistent = {
  kind: 'PersistentVolume',
  spec: { hostPath: { path: '/' }, local: { path: '/mnt/./a' } },
};

const onNodes: readonly [name: string, event: AuditEvent, expected: Json | undefined][] = [
  ['of a pod', pods({ volumes }), ['/etc/cron.d']],
  ['of a template', cronJobs({ spec: { volumes } }), ['/etc/cron.d']],
  [
    'of a PersistentVolume',
    { verb: 'create', objectRef: { resource: 'persistentvolumes' }, requestObject: persistent },
    ['/', '/mnt/a'],
  ],
  ['of a PersistentVolume after a JSON patch', patched('persistentvolumes', persistent), ['/', '/mnt/a']],
  [
    'of an object like one',
    { verb: 'create', objectRef: { resource: 'widgets' }, requestObject: persistent },
    undefined,
  ],
];

const exec = { exec: { command: ['a', 'b'] } };
const known = { name: 'main', image: 'alpine' };
const handled = { ...known, command_line: 'a b', piped_into: [] };

const run: readonly [name: string, event: AuditEvent, expected: Json | undefined][] = [
  [
    'an exec',
    { requestURI: '/api/v1/namespaces/a/pods/b/exec?command=sh&c%6Fmmand=-c&command=wget%20x%7Csh' },
    [{ command_line: 'sh -c wget x|sh', piped_into: ['sh'] }],
  ],
  [
    'all that a container runs, where it says so',
    pods({
      containers: [
        {},
        {
          ...known,
          command: ['sh', '-c'],
          args: ['wget x | /bin/sh'],
          lifecycle: { postStart: exec, preStop: exec },
          livenessProbe: exec,
          readinessProbe: { httpGet: { path: '/' } },
          startupProbe: exec,
        },
      ],
    }),
    [
      { ...known, command_line: 'sh -c wget x | /bin/sh', piped_into: ['sh'], run_by: 'command' },
      { ...handled, run_by: 'lifecycle.postStart' },
      { ...handled, run_by: 'lifecycle.preStop' },
      { ...handled, run_by: 'livenessProbe' },
      { ...handled, run_by: 'startupProbe' },
    ],
  ],
  ['a container that leaves it to its image', cronJobs({ spec: { containers: [known] } }), undefined],
  [
    'a container whose commands are none',
    pods({ containers: [{ command: [1, null, ''], args: {}, lifecycle: 'x', livenessProbe: [] }] }),
    undefined,
  ],
];

export const workloadCases: readonly Case[] = [
  ...annotated.map(([name, event, expected]) => ({
    name: `annotations ${name}`,
    event,
    fields: { 'harrier.pod_annotations': expected },
  })),
  ...added.flatMap(([name, add, expected]) => {
    const container = { securityContext: { capabilities: { add, drop: ['ALL'] } } };
    return [
      pods({ containers: [{ name: 'first' }, container] }),
      cronJobs({ spec: { initContainers: [container] } }),
    ].map((event) => ({ name: `capabilities ${name}`, event, fields: { 'harrier.capabilities': expected } }));
  }),
  ...onNodes.map(([name, event, expected]) => ({
    name: `paths of a node ${name}`,
    event,
    fields: { 'harrier.host_paths': expected },
  })),
  ...run.map(([name, event, expected]) => ({
    name: `command lines of ${name}`,
    event,
    fields: { 'harrier.processes': expected },
  })),
];
