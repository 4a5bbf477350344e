/**
 * Tokens that are known by how they begin, each as its issuer documents it. Many issuers tell nothing of the form:
 * then the source is one of two scanners of repositories, which write down what they found. Only what a prefix tells
 * is here; a key's form is written as wide as its issuer may make it, since a longer one of tomorrow is a secret, too.
 */
export interface TokenFormat {
  /** A regular expression: what the token begins with, and what its rest is of. */
  readonly pattern: string;
  /** Where the form is told, or for tokens of which nobody tells it, where it is said that they are looked for. */
  readonly source: string;
}

const gitleaks = 'https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml';
const trufflehog = 'https://github.com/trufflesecurity/trufflehog/tree/main/pkg/detectors';
const github =
  'https://docs.github.com/en/code-security/reference/secret-security/supported-secret-scanning-patterns';

export const tokenFormats: readonly TokenFormat[] = [
  // AWS. Access key ids (AKIA, ASIA) are no secrets: they say whose key it was. Session tokens are base64 of bytes
  // that begin alike, in URLs with `/` as `%2F`.
  {
    pattern: '(?:IQoJb3JpZ2lu|F[wQ]oGZXIvYXdz|AQoDYXdz)[\\w+/=%-]{20,}',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html',
  },
  {
    pattern: 'k8s-aws-v1\\.[\\w=-]{20,}',
    source: 'https://github.com/kubernetes-sigs/aws-iam-authenticator',
  },
  {
    pattern: 'ABSK[A-Za-z0-9+/]{40,}={0,2}|bedrock-api-key-YmVkcm9jay5[\\w+/=-]{20,}',
    source: gitleaks,
  },
  // Kubernetes' bootstrap tokens are found by their form, see tokens.ts.
  { pattern: 'K10[0-9a-f]{20,}::[\\w:.-]{8,}', source: 'https://docs.k3s.io/cli/token' },
  {
    pattern: 'ya29\\.[\\w.-]{20,}|GOCSPX-[\\w-]{20,}|1//0[\\w-]{20,}',
    source: trufflehog,
  },
  { pattern: 'AIza[\\w-]{30,}', source: gitleaks },
  {
    pattern: '[\\w~.]{3}\\dQ~[\\w~.-]{31,}',
    source: gitleaks,
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
  { pattern: 'SK[0-9a-fA-F]{32}', source: 'https://www.twilio.com/docs/iam/api-keys/key-resource-v1' },
  { pattern: 'npm_[A-Za-z0-9]{30,}', source: gitleaks },
  {
    pattern: 'pypi-Ag[\\w-]{40,}',
    source: gitleaks,
  },
  { pattern: 'rubygems_[0-9a-f]{40,}', source: gitleaks },
  { pattern: 'dckr_(?:pat|oat)_[\\w-]{16,}', source: trufflehog },
  {
    pattern: 'do[opr]_v1_[0-9a-f]{40,}',
    source: gitleaks,
  },
  { pattern: 'hv[sbr]\\.[\\w-]{16,}', source: 'https://developer.hashicorp.com/vault/docs/concepts/tokens' },
  {
    pattern: '\\w{14}\\.atlasv1\\.[\\w-]{40,}',
    source: gitleaks,
  },
  {
    pattern: 'sk-(?:(?:proj|svcacct|admin|ant|or-v1|lf)-[\\w-]{20,}|[A-Za-z0-9]{20,})',
    source: trufflehog,
  },
  {
    pattern: '(?:gsk|xai|pplx|nvapi|r8|hf|lsv2|tgp_v1)(?:_[\\w-]{20,}|-\\w{20,})|nvapi-[\\w-]{60,}',
    source: trufflehog,
  },
  { pattern: 'dapi[0-9a-f]{32}(?:-\\d)?', source: trufflehog },
  {
    pattern: 'shp(?:at|ca|pa|ss|rt|ka|ua)_[0-9a-fA-F]{32,}',
    source: 'https://shopify.dev/changelog/length-of-the-shopify-access-token-is-increasing',
  },
  {
    pattern: 'sq0[a-z]{3}-[\\w-]{20,}|EAAA[\\w-]{58,}',
    source: gitleaks,
  },
  {
    pattern: '(?:bot)?\\d{8,10}:AA[\\w-]{32,}',
    source: 'https://core.telegram.org/bots/api#authorizing-your-bot',
  },
  {
    pattern: '[MNO][\\w-]{23,27}\\.[\\w-]{6}\\.[\\w-]{27,}',
    source: trufflehog,
  },
  { pattern: 'lin_(?:api|oauth)_\\w{30,}', source: gitleaks },
  {
    pattern: 'AT(?:ATT|CTT|BB)[\\w+/=.-]{24,}',
    source: trufflehog,
  },
  {
    pattern: 'NR(?:AK|II|IQ|JS|RA)-[\\w-]{16,}|(?:[0-9a-f]{6}|eu01xx)[0-9a-f]{26}FFFFNRAL',
    source: trufflehog,
  },
  {
    pattern: '(?:glsa_|glc_)[\\w=+/-]{20,}',
    source: gitleaks,
  },
  {
    pattern: 'sntry[a-z]_[\\w=+/]{20,}',
    source: 'https://docs.sentry.io/security-legal-pii/security/token-formats/',
  },
  {
    pattern: 'dp\\.(?:pt|st|ct|sa|said|scim|audit)\\.[\\w.-]{20,}',
    source: trufflehog,
  },
  {
    pattern: 'dt0[a-z]\\d{2}\\.[A-Z0-9]{24}\\.[A-Z0-9]{40,}',
    source: 'https://docs.dynatrace.com/docs/dynatrace-api/basics/dynatrace-api-authentication',
  },
  { pattern: 'AGE-SECRET-KEY-(?:PQ-)?1[A-Z0-9]{50,}', source: 'https://github.com/FiloSottile/age' },
  {
    pattern: 'pul-[0-9a-f]{40}',
    source: gitleaks,
  },
  {
    pattern: 'PMAK-[0-9a-f]{24}-[0-9a-f]{30,}',
    source: gitleaks,
  },
  { pattern: '(?:fo1|fm1[ar]?|fm2)_[\\w+/=-]{40,}', source: 'https://github.com/superfly/macaroon' },
  { pattern: 'v(?:cp|ci|ca|cr|ck)_[A-Za-z0-9]{24,}', source: github },
  {
    pattern: 'HRKU-[\\w-]{36,}',
    source: 'https://devcenter.heroku.com/changelog-items/3175',
  },
  {
    pattern:
      '(?:sgp|sqp|squ|sqa|tfp|ntn|rdme|pnu|pscale_(?:tkn|pw|oauth)|shippo_(?:live|test))_[\\w.=-]{32,}|EZ[AT]K[A-Za-z0-9]{40,}|FLWSECK(?:_TEST)?-[0-9a-zA-Z]{12,}(?:-X)?|ops_eyJ[\\w+/=-]{20,}|xkeysib-[0-9a-f]{40,}[\\w-]*|ico-[A-Za-z0-9]{32}',
    source: gitleaks,
  },
  {
    pattern:
      '(?:nfp|sbp|bkua|CCIPAT|phx)_\\w{36,}|fig(?:[dp]|[uo][rh]?)_[\\w=-]{36,}|sqco_\\w{40,}|secret_[A-Za-z0-9]{40,}',
    source: trufflehog,
  },
  {
    pattern: 'snyk_[a-z]{2,3}\\.[\\w.-]{20,}',
    source: 'https://github.com/snyk/go-application-framework',
  },
  { pattern: '(?:sb_secret|CCIPRJ)_[\\w-]{20,}|waka_[\\w-]{30,}', source: github },
  { pattern: 'tskey-[a-z]{3,10}-[\\w-]{16,}', source: 'https://tailscale.com/docs/reference/key-prefixes' },
  {
    pattern: 'AKCp\\w{60,}|cmVmd[A-Za-z0-9+/]{50,}',
    source:
      'https://jfrog.com/help/r/jfrog-platform-administration-documentation/understanding-identity-tokens',
  },
  {
    pattern: 'cf(?:k|ut|at)_[A-Za-z0-9]{40,}',
    source: 'https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/',
  },
  {
    pattern: 'v1\\.0-[0-9a-f]{24}-[0-9a-f]{100,}',
    source: 'https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/',
  },
  {
    pattern: 'key-[0-9a-z]{32}|[0-9a-f]{32}-us\\d{1,2}',
    source: gitleaks,
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
    source: 'https://discord.com/developers/docs/resources/webhook',
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
    source: 'https://learn.microsoft.com/en-us/azure/service-health/service-health-alert-webhook-pagerduty',
  },
];
