/**
 * Tokens that are known by how they begin, each as its issuer documents it. Only what a prefix tells is here; a
 * key's form is written as wide as its issuer may make it, since a longer one of tomorrow is a secret, too.
 */
export interface TokenFormat {
  /** A regular expression: what the token begins with, and what its rest is of. */
  readonly pattern: string;
  readonly source: string;
}

export const tokenFormats: readonly TokenFormat[] = [
  // AWS. Access key ids (AKIA, ASIA) are no secrets: they say whose key it was.
  {
    pattern: '(?:IQoJb3JpZ2lu|F[wQ]oGZXIvYXdz|AQoDYXdz)[\\w+/=-]{20,}',
    source: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html',
  },
  {
    pattern: 'k8s-aws-v1\\.[\\w=-]{20,}',
    source: 'https://github.com/kubernetes-sigs/aws-iam-authenticator',
  },
  {
    pattern: 'ABSK[A-Za-z0-9+/]{40,}={0,2}',
    source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html',
  },
  // Kubernetes' bootstrap tokens are found by their form, see tokens.ts.
  { pattern: 'K10[0-9a-f]{20,}::[\\w:.-]{8,}', source: 'https://docs.k3s.io/cli/token' },
  {
    pattern: 'ya29\\.[\\w.-]{20,}|GOCSPX-[\\w-]{20,}|1//0[\\w-]{20,}',
    source: 'https://developers.google.com/identity/protocols/oauth2',
  },
  { pattern: 'AIza[\\w-]{30,}', source: 'https://cloud.google.com/docs/authentication/api-keys' },
  {
    pattern: '[\\w~.]{3}[78]Q~[\\w~.-]{31,}',
    source: 'https://learn.microsoft.com/en-us/entra/identity-platform/',
  },
  {
    pattern: '(?:gh[pousr]_|github_pat_)\\w{20,}',
    source:
      'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github',
  },
  {
    pattern: '(?:gl(?:pat|oas|dt|rt|rtr|cbt|ptt|ft|imt|agent|wt|soat|ffct)-|GR1348941)[\\w.-]{16,}',
    source: 'https://docs.gitlab.com/security/tokens/',
  },
  {
    pattern: '(?:xox[abcdeoprs][-.]|xapp-\\d-|xwfp-)[\\w.-]{10,}',
    source: 'https://docs.slack.dev/authentication/tokens',
  },
  {
    pattern: '(?:sk|rk|pk)_(?:live|test|prod)_\\w{10,}|whsec_[\\w+/=]{16,}',
    source: 'https://docs.stripe.com/keys',
  },
  {
    pattern: 'SG\\.[\\w-]{16,}\\.[\\w-]{16,}',
    source: 'https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys',
  },
  { pattern: 'SK[0-9a-f]{32}', source: 'https://www.twilio.com/docs/iam/api-keys' },
  { pattern: 'npm_[A-Za-z0-9]{30,}', source: 'https://docs.npmjs.com/about-access-tokens' },
  {
    pattern: 'pypi-Ag[\\w-]{40,}',
    source:
      'https://docs.github.com/en/code-security/reference/secret-security/supported-secret-scanning-patterns',
  },
  { pattern: 'rubygems_[0-9a-f]{40,}', source: 'https://guides.rubygems.org/api-key-scopes/' },
  { pattern: 'dckr_(?:pat|oat)_[\\w-]{16,}', source: 'https://docs.docker.com/security/access-tokens/' },
  {
    pattern: 'do[opr]_v1_[0-9a-f]{40,}',
    source: 'https://docs.digitalocean.com/reference/api/create-personal-access-token/',
  },
  { pattern: 'hv[sbr]\\.[\\w-]{16,}', source: 'https://developer.hashicorp.com/vault/docs/concepts/tokens' },
  {
    pattern: '\\w{14}\\.atlasv1\\.[\\w-]{40,}',
    source: 'https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens',
  },
  {
    pattern: 'sk-(?:(?:proj|svcacct|admin|ant|or-v1|lf)-[\\w-]{20,}|[A-Za-z0-9]{20,})',
    source: 'https://platform.openai.com/docs/api-reference/authentication',
  },
  {
    pattern: '(?:gsk|xai|pplx|nvapi|r8|hf|lsv2|tgp_v1)[_-]\\w{20,}',
    source: 'https://huggingface.co/docs/hub/security-tokens',
  },
  { pattern: 'dapi[0-9a-f]{32}(?:-\\d)?', source: 'https://docs.databricks.com/aws/en/dev-tools/auth/pat' },
  {
    pattern: 'shp(?:at|ca|pa|ss|rt|ka|ua)_[0-9a-fA-F]{32,}',
    source: 'https://shopify.dev/docs/apps/build/authentication-authorization',
  },
  {
    pattern: 'sq0[a-z]{3}-[\\w-]{20,}|EAAA[\\w-]{58,}',
    source: 'https://developer.squareup.com/docs/build-basics/access-tokens',
  },
  {
    pattern: '(?:bot)?\\d{8,10}:AA[\\w-]{32,}',
    source: 'https://core.telegram.org/bots/api#authorizing-your-bot',
  },
  {
    pattern: '[MNO][\\w-]{23,27}\\.[\\w-]{6}\\.[\\w-]{27,}',
    source: 'https://docs.discord.com/developers/reference#authentication',
  },
  { pattern: 'lin_(?:api|oauth)_\\w{30,}', source: 'https://linear.app/developers/graphql' },
  {
    pattern: 'AT(?:ATT|CTT|BB)[\\w=-]{24,}',
    source:
      'https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/',
  },
  {
    pattern: 'NR(?:AK|II|IQ|JS|RA|AL)-\\w{16,}',
    source: 'https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/',
  },
  {
    pattern: '(?:glsa_|glc_)[\\w=+/-]{20,}',
    source: 'https://grafana.com/docs/grafana/latest/administration/service-accounts/',
  },
  { pattern: 'sntr[yo][su]_[\\w=+/]{20,}', source: 'https://docs.sentry.io/account/auth-tokens/' },
  {
    pattern: 'dp\\.(?:pt|st|ct|sa|scim|audit)\\.[\\w.-]{20,}',
    source: 'https://docs.doppler.com/reference/auth-token-formats',
  },
  {
    pattern: 'dt0[a-z]\\d{2}\\.[A-Z0-9]{24}\\.[A-Z0-9]{40,}',
    source: 'https://docs.dynatrace.com/docs/dynatrace-api/basics/dynatrace-api-authentication',
  },
  { pattern: 'AGE-SECRET-KEY-(?:PQ-)?1[A-Z0-9]{50,}', source: 'https://github.com/FiloSottile/age' },
  {
    pattern: 'pul-[0-9a-f]{40}',
    source: 'https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/',
  },
  {
    pattern: 'PMAK-[0-9a-f]{24}-[0-9a-f]{30,}',
    source: 'https://learning.postman.com/docs/developer/postman-api/authentication/',
  },
  { pattern: '(?:fo1|fm1[ar]?|fm2)_[\\w+/=-]{40,}', source: 'https://fly.io/docs/security/tokens/' },
  { pattern: 'v(?:cp|ci|ca|cr|ck)_[A-Za-z0-9]{24,}', source: 'https://vercel.com/docs/rest-api' },
  {
    pattern:
      '(?:nfp|sbp|sb_secret|pscale_(?:tkn|pw|oauth)|ntn|figd|sgp|sqp|squ|sqa|bkua|CCIPAT|CCIPRJ|HRKU-AA|EZAK|FLWSECK|shippo_live|rdme|pnu|tfp|waka|phx|snyk_(?:uat|sat))_[A-Za-z0-9]{20,}[\\w.=-]*|secret_[A-Za-z0-9]{40,}|ops_eyJ[\\w+/=-]{20,}|xkeysib-[0-9a-f]{40,}[\\w-]*|ico-[A-Za-z0-9]{32}',
    source:
      'https://docs.github.com/en/code-security/reference/secret-security/supported-secret-scanning-patterns',
  },
  { pattern: 'tskey-[a-z]{3,10}-[\\w-]{16,}', source: 'https://tailscale.com/kb/1085/auth-keys' },
  {
    pattern: 'AKCp\\w{60,}|cmVmd[A-Za-z0-9+/]{50,}',
    source: 'https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens',
  },
  {
    pattern: 'v1\\.0-[0-9a-f]{24}-[0-9a-f]{100,}',
    source: 'https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/',
  },
  {
    pattern: 'key-[0-9a-z]{32}|[0-9a-f]{32}-us\\d{1,2}',
    source: 'https://mailchimp.com/developer/marketing/guides/quick-start/',
  },
  {
    pattern: '(?:sdk|mob)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}',
    source: 'https://launchdarkly.com/docs/home/account/environment/keys',
  },
  {
    pattern: '\\$(?:1|2[abxy]|5|6|7|y|gy|apr1|argon2id?|pbkdf2-sha\\d+)\\$[\\w./$=,+-]{20,}',
    source: 'https://manpages.debian.org/bookworm/libcrypt-dev/crypt.5.en.html',
  },
];

/** Addresses that are the secret: who knows one may post to it. */
export const webhookFormats: readonly TokenFormat[] = [
  {
    pattern: '(hooks\\.slack(?:-gov)?\\.com/(?:services|workflows|triggers)/)[\\w/-]{8,}',
    source: 'https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks',
  },
  {
    pattern: '(discord(?:app)?\\.com/api/(?:v\\d{1,2}/)?webhooks/)[\\w/-]{8,}',
    source: 'https://docs.discord.com/developers/resources/webhook',
  },
  {
    pattern: '(\\.webhook\\.office\\.com/)[\\w/@-]{8,}',
    source:
      'https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook',
  },
  {
    pattern: '(chat\\.googleapis\\.com/v1/spaces/[\\w-]{1,64}/messages\\?)[^\\s"\']{8,}',
    source: 'https://developers.google.com/workspace/chat/quickstart/webhooks',
  },
  {
    pattern: '(events\\.pagerduty\\.com/integration/)\\w{8,}',
    source: 'https://developer.pagerduty.com/docs/events-api-v1-overview',
  },
];
