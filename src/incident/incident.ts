/**
 * What people are told of: alerts that belong together. Plain data; the types are aliases, so that TypeScript sees that
 * they are JSON.
 *
 * Fields marked "caller" are what a caller of the API server wrote, redacted as the alert was and cut in length, and
 * nothing more: whoever shows them makes them visible (`src/text/visible.ts`) and inert.
 */
import type { Severity } from '../rule.ts';
import type { Ends } from './ends.ts';

/** Who acted, by what the API server knows of the caller. */
export type ActorKind =
  /** A session of an IAM role. */
  | 'iam_session'
  | 'iam_user'
  | 'service_account'
  | 'node'
  /** A user of another authenticator, and a user of EKS of whom the ARN is not known. */
  | 'user'
  /** Kubernetes' own controllers, and EKS's own users. */
  | 'control_plane'
  | 'aws'
  | 'anonymous'
  | 'unknown';

/**
 * Who acted. `name` and `kind` together are one actor of a cluster, or of all clusters for what IAM knows. Lists are sorted.
 */
export type Actor = {
  readonly kind: ActorKind;
  /** The ARN of what IAM knows, `namespace/name` of a service account, a node's or user's name. Caller, at most 256 characters. */
  readonly name: string;
  /** Of IAM: the ARN of the role behind a session. Caller: an identity provider may map anything to anything. */
  readonly role?: string;
  /** The name of the IAM session, which whoever assumes the role chooses. Caller. */
  readonly session?: string;
  /** Ids of access keys (`AKIA…`, `ASIA…`), which are no secret. At most 5. */
  readonly accessKeys: readonly string[];
  /** Pods whose token it used, as `namespace/name`, at most 5. The API server vouches for them. */
  readonly pods: readonly string[];
  /** Nodes that these pods are on, at most 5. */
  readonly nodes: readonly string[];
  /** Whom it impersonated, at most 5. Caller. */
  readonly impersonated: readonly string[];
  /** At the other end of its connections, as the API server saw them, at most 5: what an address says of itself is left out. */
  readonly addresses: readonly string[];
  /** User agents, at most 3. Caller. */
  readonly programs: readonly string[];
};

/** What an act was about. */
export type Entity = {
  /** The plural of the resource, as in a URL: `pods`. Caller. */
  readonly resource: string;
  /** Caller. */
  readonly namespace?: string;
  /** Caller. Missing where a request was about all of a kind, such as a list. */
  readonly name?: string;
};

export type Tactic = {
  /** `TA0006` */
  readonly id: string;
  /** `Credential Access` */
  readonly name: string;
};

/** The cluster that it was in, and where that is. */
export type ClusterPlace = {
  readonly account?: string;
  readonly region?: string;
  readonly cluster?: string;
};

/** An alert as an incident tells of it. */
export type IncidentAlert = {
  /** `event.id` of the alert: 32 hexadecimal digits. */
  readonly id: string;
  readonly rule: { readonly id: string; readonly name: string };
  readonly severity: Severity;
  /** Building blocks count towards incidents; no incident is of building blocks alone. */
  readonly buildingBlock: boolean;
  /** Event time, epoch milliseconds. */
  readonly at: number;
  /** One sentence of visible characters, at most 300: `harrier.reason`. */
  readonly reason: string;
  readonly place: ClusterPlace;
  readonly actor: Actor;
  /** What the act was about. */
  readonly entity?: Entity;
  /** `verb`, or `verb subresource`: `get exec`. Caller. */
  readonly action?: string;
  /** Allowed and done, refused, or failed: `event.outcome`. */
  readonly outcome?: 'success' | 'failure' | 'unknown';
  /** The HTTP status of the answer. */
  readonly status?: number;
  /** How many events the alert is of. */
  readonly events: number;
  readonly tactics: readonly Tactic[];
  /** Of the newest event, as an operator looks it up: `<auditID>/<stage>` and `<log group>/<log stream>` or `s3://…`. Caller. */
  readonly event?: { readonly id: string; readonly source: string };
};

/** What is told of a rule beside its name; the rule's author wrote it. */
export type RuleText = {
  readonly id: string;
  readonly name: string;
  readonly severity: Severity;
  readonly description: string;
  /** Markdown: what to look at and what to do. */
  readonly note?: string;
  readonly falsePositives: readonly string[];
  readonly references: readonly string[];
};

/** How an incident stood when people were last told of it. */
export type ToldState = {
  /** When, epoch milliseconds, and how many times they have been told by now. */
  readonly at: number;
  readonly times: number;
  readonly severity: Severity;
  /** Alerts told of so far. */
  readonly alerts: number;
};

/** An incident as it is told: how it stands, and what is new. */
export type Incident = {
  /** 12 hexadecimal digits, made of the id of its first alert. Does not change once it was told. */
  readonly id: string;
  /** Grows with its alerts and with the tactics they pass through; never falls. */
  readonly severity: Severity;
  /** Event time of the first and last alert, epoch milliseconds. */
  readonly first: number;
  readonly last: number;
  /** Where its alerts are of, at most 20. Mostly one. */
  readonly places: readonly ClusterPlace[];
  /** In the order in which alerts first showed them. */
  readonly tactics: readonly Tactic[];
  /** Who acted, in the order in which they first did. At most 20. */
  readonly actors: readonly Actor[];
  /** What was touched, in the order of first touch. At most 40. */
  readonly entities: readonly Entity[];
  /** How many alerts each rule made of it, most severe first. At most 40. */
  readonly rules: readonly {
    readonly id: string;
    readonly name: string;
    readonly severity: Severity;
    readonly alerts: number;
  }[];
  /** Alerts in order of time, those with `isNew` first told in this message. At most 40: the new and the severe stay. */
  readonly alerts: readonly (IncidentAlert & { readonly isNew: boolean })[];
  /** All alerts of it so far, building blocks included. */
  readonly alertCount: number;
  /** How the acts of these ended. */
  readonly ends: Ends;
  /** Ids of all alerts that this message tells of for the first time, also of those that `alerts` has no room for. */
  readonly newIds: readonly string[];
  /** What gave way to bounds, so that the lists above are not whole. */
  readonly leftOut: { readonly actors: number; readonly entities: number; readonly alerts: number };
  /** Missing if this is the first news of it. */
  readonly told?: ToldState;
  /** Ids of incidents that were told apart, and turned out to be this one since it was last told. */
  readonly merged: readonly string[];
};

/** One message to people. One incident mostly; under a flood many. */
export type IncidentNews = {
  readonly kind: 'incidents';
  /** The same whenever the message is sent again. */
  readonly id: string;
  /** When it was made, epoch milliseconds. */
  readonly at: number;
  /** Most severe first, then the one with the first alert. Never empty. */
  readonly incidents: readonly Incident[];
  /** Texts of the rules of `incidents`, most severe first; not of all where there are many. */
  readonly rules: readonly RuleText[];
};

const severities: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/** @returns 0 for low to 3 for critical */
export function severityRank(severity: Severity): number {
  return severities.indexOf(severity);
}

/** @returns the severity of a rank; ranks beyond are those at the ends */
export function severityOfRank(rank: number): Severity {
  return severities[Math.max(0, Math.min(rank, severities.length - 1))] ?? 'low';
}
