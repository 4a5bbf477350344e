/** AWS's clients in a bundle: what is for operations that are not called here, or for other places, is left out. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';

/** The SDK's errors that the code tells apart by their class. Others are of the service's base class, with their name. */
const errorClasses = new Set(['ConditionalCheckFailedException', 'NoSuchKey', 'ThrottledException']);

/**
 * Leaves out the schemas of operations that are not called, and the classes of errors that are not told apart.
 * esbuild does so by itself where making a thing has no effects. The SDK's schemas are literals such as
 * `{ [_hH]: 1 }` with `const _hH = "httpHeader"`, and a computed key might have effects: the constants are put in
 * place. Errors are registered, which is an effect: those registrations are removed.
 */
const schemasInUse: Plugin = {
  name: 'schemas-in-use',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk[\\/]client-.+[\\/]schemas[\\/]schemas_0\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const constants = new Map(
        [...source.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm)].map(([, name = '', text = '']) => [
          name,
          text,
        ]),
      );
      const contents = source
        .replace(/\[(_\w+)\]:/g, (key, name: string) =>
          constants.has(name) ? `${constants.get(name)}:` : key,
        )
        .replace(/^n0_registry\.registerError\(\w+\$, (\w+)\);$/gm, (line, name: string) =>
          errorClasses.has(name) ? line : '',
        );
      return { contents };
    });
  },
};

/** Only S3 has operations that stream events, and none of them is called. */
const withoutEventStreams: Plugin = {
  name: 'without-event-streams',
  setup({ onLoad, onResolve }) {
    const name = '@smithy/core/event-streams';
    onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: name, namespace: 'none' }));
    onLoad({ filter: /./, namespace: 'none' }, () => ({
      contents: `
        export const resolveEventStreamSerdeConfig = (config) => config;
        export function eventStreamSerdeProvider() { throw new Error('${name} is not in this bundle'); }
      `,
    }));
  },
};

/**
 * Hashes in JavaScript are for platforms without those of Node's `crypto`, and a cache of discovered endpoints is for
 * clients that discover them, which ours are not told to.
 */
const withoutFallbacks: Plugin = {
  name: 'without-fallbacks',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](?:sha1[\\/]Sha1|sha256[\\/]Sha256|md5[\\/]Md5)Js\.js$/ }, ({ path }) => {
      const name = basename(path, '.js');
      const contents = `export class ${name} { constructor() { throw new Error('${name} is not in this bundle'); } }`;
      return { contents };
    });
    onLoad({ filter: /@aws-sdk[\\/]endpoint-cache[\\/]dist-es[\\/]index\.js$/ }, () => ({
      contents: `
        export class EndpointCache {
          get() { throw new Error('@aws-sdk/endpoint-cache is not in this bundle'); }
        }
      `,
    }));
  },
};

/** Lambda says in the environment which region it is in; only an instance of EC2 is asked for it. */
const withoutInstanceMetadata: Plugin = {
  name: 'without-instance-metadata',
  setup({ onLoad }) {
    onLoad({ filter: /@smithy[\\/]core[\\/].*[\\/]getInstanceMetadataRegion\.js$/ }, () => ({
      contents: 'export const getInstanceMetadataRegion = async () => undefined;',
    }));
  },
};

/** Of a region an endpoint needs the name; what people call it is left out. */
const withoutRegionNames: Plugin = {
  name: 'without-region-names',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk[\\/]core[\\/].*[\\/]partitions\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/"description": "[^"]*"/g, ''),
    }));
  },
};

/** Of its package.json a client needs the version alone. */
const versionAlone: Plugin = {
  name: 'version-alone',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk[\\/][^\\/]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/** Lambda gives credentials in the environment. These are for other places, and are only looked for there. */
const otherCredentials = [
  ...['http', 'ini', 'login', 'process', 'sso', 'web-identity'].map(
    (name) => `@aws-sdk/credential-provider-${name}`,
  ),
  '@smithy/credential-provider-imds',
];

/** What every bundle of a function has in common. */
export const lean = {
  bundle: true,
  legalComments: 'none',
  logLevel: 'warning',
  platform: 'node',
  target: 'node24',
  // The sources as modules, of which esbuild takes what is used; of CommonJS, the default, it takes everything.
  mainFields: ['module', 'main'],
  conditions: ['module'],
  external: otherCredentials,
  plugins: [
    schemasInUse,
    withoutEventStreams,
    withoutFallbacks,
    withoutInstanceMetadata,
    withoutRegionNames,
    versionAlone,
  ],
} satisfies BuildOptions;
