import { describe, expect, it } from 'vitest';
import { tokenFormats, webhookFormats } from '../../../src/text/redact/token-formats.ts';
import { redactTokens } from '../../../src/text/redact/tokens.ts';
import { marked } from './marked.ts';

const many = (count: number, of = 'x'): string => of.repeat(count);
const hex = (count: number): string => many(count, '0');

/** What tokens begin with, apart by blanks, and the least that is behind it. */
const shortest: readonly (readonly [begins: string, behind: string])[] = [
  ['IQoJb3JpZ2lu FwoGZXIvYXdz FQoGZXIvYXdz AQoDYXdz k8s-aws-v1. bedrock-api-key-YmVkcm9jay5', many(20)],
  ['ABSK', many(40)],
  [`K10${hex(20)}::`, many(8)],
  ['ya29. GOCSPX- 1//0', many(20)],
  ['AIza', many(30)],
  ['abc8Q~', many(31)],
  ['ghp_ gho_ ghu_ ghs_ ghr_ github_pat_', many(20)],
  [
    'glpat- gloas- gldt- glrt- glrtr- glcbt- glptt- glft- glimt- glagent- glwt- glsoat- glffct- GR1348941',
    many(16),
  ],
  ['xoxa- xoxb- xoxc- xoxd- xoxe. xoxo- xoxp- xoxr- xoxs- xapp-1- xwfp-', many(10)],
  ['sk_live_ rk_live_ pk_test_ sk_prod_', many(10)],
  ['whsec_', many(16)],
  [`SG.${many(16)}.`, many(16)],
  ['SK', hex(32)],
  ['npm_', many(30)],
  ['pypi-Ag', many(40)],
  ['rubygems_ dop_v1_ doo_v1_ dor_v1_ pul-', hex(40)],
  ['dckr_pat_ dckr_oat_ hvs. hvb. hvr.', many(16)],
  [`${many(14)}.atlasv1.`, many(40)],
  ['sk-proj- sk-svcacct- sk-admin- sk-ant- sk-or-v1- sk-lf- sk-', many(20)],
  ['gsk_ xai_ pplx_ nvapi_ r8_ hf_ lsv2_ tgp_v1_ gsk- xai- pplx- nvapi- r8- hf- lsv2- tgp_v1-', many(20)],
  [`nvapi-${many(10)}-`, many(49)],
  ['dapi', hex(32)],
  ['shpat_ shpca_ shppa_ shpss_ shprt_ shpka_ shpua_', hex(32)],
  ['sq0atp- sq0csp-', many(20)],
  ['EAAA', many(58)],
  ['12345678:AA bot1234567890:AA', many(32)],
  [`M${many(23)}.${many(6)}. N${many(27)}.${many(6)}. O${many(23)}.${many(6)}.`, many(27)],
  ['lin_api_ lin_oauth_', many(30)],
  ['ATATT ATCTT ATBB', many(24)],
  ['NRAK- NRII- NRIQ- NRJS- NRRA-', many(16)],
  [`${hex(32)}FFFFNRA eu01xx${hex(26)}FFFFNRA`, 'L'],
  ['glsa_ glc_ sntrys_ sntryu_', many(20)],
  ['dp.pt. dp.st. dp.ct. dp.sa. dp.said. dp.scim. dp.audit.', many(20)],
  [`dt0c01.${many(24, 'A')}.`, many(40, 'A')],
  ['AGE-SECRET-KEY-1 AGE-SECRET-KEY-PQ-1', many(50, 'A')],
  [`PMAK-${hex(24)}-`, hex(30)],
  ['fo1_ fm1_ fm1a_ fm1r_ fm2_', many(40)],
  ['vcp_ vci_ vca_ vcr_ vck_', many(24)],
  ['HRKU-', many(36)],
  [
    'sgp_ sqp_ squ_ sqa_ tfp_ ntn_ rdme_ pnu_ pscale_tkn_ pscale_pw_ pscale_oauth_ shippo_live_ shippo_test_',
    many(32),
  ],
  ['EZAK EZTK', many(40)],
  ['FLWSECK- FLWSECK_TEST-', many(12)],
  ['ops_eyJ', many(20)],
  ['nfp_ sbp_ bkua_ CCIPAT_ phx_ figd_ figp_ figu_ figor_ figoh_', many(36)],
  ['sqco_ secret_', many(40)],
  ['snyk_uat. sb_secret_ CCIPRJ_', many(20)],
  ['waka_', many(30)],
  ['xkeysib-', hex(40)],
  ['ico-', many(32)],
  ['tskey-auth- tskey-client-', many(16)],
  ['AKCp', many(60)],
  ['cmVmd', many(50)],
  ['cfk_ cfut_ cfat_', many(40)],
  [`v1.0-${hex(24)}-`, hex(100)],
  ['key-', many(32)],
  [`${hex(32)}-us`, '1'],
  [`sdk-${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}- mob-${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-`, hex(12)],
  ['$1$ $2a$ $2b$ $2x$ $2y$ $5$ $6$ $7$ $y$ $gy$ $apr1$ $argon2i$ $argon2id$ $pbkdf2-sha256$', many(20)],
];
const examples = shortest.flatMap(([begins, behind]) =>
  begins.split(' ').map((begin) => [begin, behind] as const),
);

describe('a token', () => {
  it.each(examples)('that begins with %s', (begin, behind) => {
    const token = begin + behind;
    for (const text of ['«T»', 'a «T» b', '"«T»"', '/«T»', 'a=«T»;b', '"a\\n«T»\\n"']) {
      const { given, shown } = marked(text.replace('T', () => token));
      expect(redactTokens(given)).toBe(shown);
      expect(redactTokens(shown)).toBe(shown);
    }
    // One shorter, and one within a word, are none.
    expect(redactTokens(`a ${token.slice(0, -1)} b`)).toBe(`a ${token.slice(0, -1)} b`);
    if (/^\w/.test(token)) expect(redactTokens(`a x${token} b`)).toBe(`a x${token} b`);
  });

  it.each(tokenFormats.map(({ pattern }) => [pattern]))('has an example for %s', (pattern) => {
    const whole = new RegExp(`^(?:${pattern})$`);
    expect(examples.some(([begin, behind]) => whole.test(begin + behind))).toBe(true);
  });
});

const webhooks = [
  'https://hooks.slack.com/services/«T0/B0/x23»',
  'https://hooks.slack-gov.com/workflows/«T0/B0/x23» a',
  'https://hooks.slack.com/triggers/«T0/B0/x23»',
  'https://discord.com/api/webhooks/«1234/x-yz»',
  'https://discordapp.com/api/v10/webhooks/«1234/x-yz»',
  'https://acme.webhook.office.com/«webhookb2/x@y/IncomingWebhook/z»',
  'https://chat.googleapis.com/v1/spaces/AAA/messages?«key=x&token=y»',
  'https://events.pagerduty.com/integration/«01234567»/enqueue',
];

describe('an address that is a secret', () => {
  it.each(webhooks)('%s', (text) => {
    const { given, shown } = marked(text);
    expect(redactTokens(given)).toBe(shown);
    expect(redactTokens(shown)).toBe(shown);
  });

  it.each(webhookFormats.map(({ pattern }) => [pattern]))('has an example for %s', (pattern) => {
    expect(webhooks.some((text) => new RegExp(pattern).test(marked(text).given))).toBe(true);
  });
});
