/** What the function that tells people is told by its environment. */
import {
  account,
  ConfigError,
  type Environment,
  reader,
  region,
  stateTable,
  topic,
  type Variable,
} from './config.ts';

/** Read once, when the function starts. */
export interface NotifierConfig {
  /** What people are told of: incidents, or each alert by itself. */
  readonly notify: 'incidents' | 'alerts';
  /** Where news of incidents goes, or alerts. */
  readonly emailTopicArn: string;
  readonly chatTopicArn: string;
  /** Where news of alarms goes. */
  readonly operationsTopicArn: string;
  /** The DynamoDB table that incidents are remembered in. */
  readonly stateTable: string;
  readonly region: string;
  /** Digests of the addresses that are to be subscribed to the first and the third topic. */
  readonly emails: readonly string[];
  readonly operators: readonly string[];
  /** Where alerts go as findings, beside: to a topic in OCSF, and to the Security Hub of the account and region. */
  readonly findings: {
    readonly ocsfTopicArn?: string;
    readonly securityHub?: { readonly account: string; readonly region: string };
  };
}

const digests = {
  required: false,
  expected: 'digests of addresses, separated by commas',
  form: /^[\w-]{6}(?:,[\w-]{6})*$/,
};
const variables = {
  notify: {
    name: 'HARRIER_NOTIFY',
    required: false,
    expected: 'incidents or alerts',
    form: /^(?:incidents|alerts)$/,
  },
  emailTopicArn: { name: 'HARRIER_EMAIL_TOPIC_ARN', required: true, ...topic },
  chatTopicArn: { name: 'HARRIER_CHAT_TOPIC_ARN', required: true, ...topic },
  operationsTopicArn: { name: 'HARRIER_OPERATIONS_TOPIC_ARN', required: true, ...topic },
  stateTable,
  emails: { name: 'HARRIER_EMAILS', ...digests },
  operators: { name: 'HARRIER_OPERATORS', ...digests },
  ocsfTopicArn: { name: 'HARRIER_OCSF_TOPIC_ARN', required: false, ...topic },
  securityHub: { name: 'HARRIER_SECURITY_HUB', required: false, expected: 'true', form: /^true$/ },
} as const satisfies Record<string, Variable>;

/**
 * @param environment a variable that is empty counts as not set
 * @throws ConfigError as `readConfig` does
 */
export function readNotifierConfig(environment: Environment): NotifierConfig {
  const { read, problems } = reader(environment);
  const place = read(region) ?? '';
  const ocsfTopicArn = read(variables.ocsfTopicArn);
  const importsFindings = read(variables.securityHub) !== undefined;
  // The product that findings are of is the account's own.
  const owner = read({ ...account, required: importsFindings }) ?? '';
  const config = {
    notify: read(variables.notify) === 'alerts' ? ('alerts' as const) : ('incidents' as const),
    emailTopicArn: read(variables.emailTopicArn) ?? '',
    chatTopicArn: read(variables.chatTopicArn) ?? '',
    operationsTopicArn: read(variables.operationsTopicArn) ?? '',
    stateTable: read(variables.stateTable) ?? '',
    region: place,
    emails: read(variables.emails)?.split(',') ?? [],
    operators: read(variables.operators)?.split(',') ?? [],
    findings: {
      ...(ocsfTopicArn !== undefined && { ocsfTopicArn }),
      ...(importsFindings && { securityHub: { account: owner, region: place } }),
    },
  };
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return config;
}
