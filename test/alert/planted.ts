/**
 * Secrets in the places where people put them. None is accepted anywhere: fixed ones are of characters counted up,
 * and those of well-known forms have the prefix of the form alone in common with real ones.
 */
import type { Json, JsonObject } from '../../src/schema/audit-event.ts';
import { exec } from './sample.ts';

/** Passwords that have no form: a word, a phrase, random characters, one with what URLs and shells read as more. */
export const passwords = ['hunter2', 'correct-horse-battery', 'Xk9vQ2mT7pL', 'Aa1!x/y.z@9'];

/** Characters without a meaning, the same for the same length. */
export function characters(length: number, of = 'Qk3xZ9vB7mTpL1wR5yNc8GdJ2hF4sVaE6uXiO0bKqW'): string {
  return Array.from({ length }, (_, i) => of[(i * 7 + i * i) % of.length]).join('');
}

const hex = '0123456789abcdef';

/** Tokens that are known by their form. */
export const tokens: Readonly<Record<string, string>> = {
  'AWS secret access key': 'wJa1rXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYab',
  'AWS secret access key with a slash in front': '/a1rXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYabc',
  'AWS session token': `IQoJb3JpZ2luX2VjE${characters(180)}`,
  'AWS session token in a URL': `IQoJb3JpZ2luX2VjEMv%2F%2F%2F%2F%2F%2F%2FwEa${characters(180)}`,
  'EKS token': `k8s-aws-v1.${'aHR0cHM6Ly9zdHM'.repeat(6)}`,
  JWT: 'eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.eyJpc3MiOiJrdWJlcm5ldGVzIn0.c2lnbmF0dXJlLW9mLW5vdGhpbmc',
  JWE: `eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.${characters(40)}.${characters(16)}.${characters(60)}.${characters(22)}`,
  'JWE without a key': `eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..${characters(16)}.${characters(60)}.${characters(22)}`,
  'bootstrap token': 'abcdef.0123456789abcdef',
  'RSA key': `-----BEGIN RSA PRIVATE KEY-----\n${characters(64)}\n${characters(64)}\n-----END RSA PRIVATE KEY-----`,
  'OpenSSH key': `-----BEGIN OPENSSH PRIVATE KEY-----\n${characters(64)}\n-----END OPENSSH PRIVATE KEY-----`,
  'PGP key': `-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${characters(64)}\n=abcd\n-----END PGP PRIVATE KEY BLOCK-----`,
  'SSH2 key': `---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n${characters(64)}\n---- END SSH2 ENCRYPTED PRIVATE KEY ----`,
  'key in base64': Buffer.from(
    `-----BEGIN PRIVATE KEY-----\n${characters(64)}\n-----END PRIVATE KEY-----\n`,
  ).toString('base64'),
  'Docker configuration in base64': Buffer.from(
    `{"auths":{"r":{"auth":"${Buffer.from('u:hunter2').toString('base64')}"}}}`,
  ).toString('base64'),
  'Vault token': `hvs.${characters(95)}`,
  'Vault batch token': `hvb.${characters(150)}`,
  'GitHub token': `ghp_${characters(36)}`,
  'GitHub fine-grained token': `github_pat_${characters(22)}_${characters(59)}`,
  'GitLab token': `glpat-${characters(20)}`,
  'GitLab runner token': `glrt-${characters(20)}`,
  'Slack bot token': `xoxb-123456789012-123456789012-${characters(24)}`,
  'Slack app token': `xapp-1-A0123456789-123456789012-${characters(64, hex)}`,
  'Slack webhook': `https://hooks.slack.com/services/T01234567/B01234567/${characters(24)}`,
  'Discord webhook': `https://discord.com/api/webhooks/123456789012345678/${characters(68)}`,
  'Google API key': `AIza${characters(35)}`,
  'Google access token': `ya29.${characters(120)}`,
  'Google client secret': `GOCSPX-${characters(28)}`,
  'Azure storage key': `${characters(86)}==`,
  'Azure client secret': `abc8Q~${characters(34)}`,
  'Stripe secret key': `sk_live_${characters(24)}`,
  'Stripe restricted key': `rk_live_${characters(24)}`,
  'Docker token': `dckr_pat_${characters(27)}`,
  'OpenAI project key': `sk-proj-${characters(74)}T3BlbkFJ${characters(74)}`,
  'Anthropic key': `sk-ant-api03-${characters(93)}AA`,
  'npm token': `npm_${characters(36)}`,
  'PyPI token': `pypi-AgEIcHlwaS5vcmc${characters(100)}`,
  'SendGrid key': `SG.${characters(22)}.${characters(43)}`,
  'Twilio key': `SK${characters(32, hex)}`,
  'DigitalOcean token': `dop_v1_${characters(64, hex)}`,
  'Databricks token': `dapi${characters(32, hex)}`,
  'Shopify token': `shpat_${characters(32, hex)}`,
  'Hugging Face token': `hf_${characters(34)}`,
  'Terraform token': `${characters(14)}.atlasv1.${characters(67)}`,
  'Grafana token': `glsa_${characters(32)}_${characters(8, hex)}`,
  'Telegram bot': `123456789:AA${characters(33)}`,
  'age key': `AGE-SECRET-KEY-1${characters(58).toUpperCase()}`,
  'Atlassian token': `ATATT3xFfGF0${characters(60)}`,
  'Bedrock key': `bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t${characters(80)}`,
  'Sentry token': `sntrya_${characters(64, hex)}`,
  'New Relic license key': `${characters(32, hex)}FFFFNRAL`,
  'New Relic insert key': `NRII-Qk3x-${characters(27)}`,
  'NVIDIA key': `nvapi-Qk3x-${characters(59)}`,
  'Heroku token': `HRKU-AA${characters(28)}-${characters(29)}`,
  'Heroku token of old': 'HRKU-01234567-89ab-4cde-8f01-23456789abcd',
  'EasyPost key': `EZAK${characters(54)}`,
  'Flutterwave key': `FLWSECK_TEST-${characters(32, hex)}-X`,
  'Sourcegraph token': `sgp_${characters(16, hex)}_${characters(40, hex)}`,
  'PlanetScale password': `pscale_pw_Qk3x_${characters(38)}`,
  'Shippo token': `shippo_test_${characters(40, hex)}`,
  'Figma token': `figd_Qk3x-${characters(35)}`,
  'Snyk token': `snyk_uat.01234567.${characters(60)}.${characters(86)}`,
  'WakaTime key': 'waka_01234567-89ab-4cde-8f01-23456789abcd',
  'Cloudflare token': `cfut_${characters(48)}`,
  'Atlassian token with signs': `ATATT3xFfGF0ab/cd+${characters(60)}=01234567`,
  'crypt hash': `$6$rounds=5000$saltsalt$${characters(86)}`,
};

export interface Place {
  readonly name: string;
  /** Overrides of an event that hold the secret. */
  readonly event: (secret: string) => JsonObject;
  /** Which passwords may stand there; all, unless the place's own syntax gives a character another meaning. */
  readonly only?: (password: string) => boolean;
}

const isPlain = (password: string): boolean => /^[\w-]+$/.test(password);
const isBare = (password: string): boolean => !/[&;|]/.test(password);

/** Commands as lists of words; `PW` is the secret. */
const commands: readonly string[] = [
  'curl -u admin:PW https://h',
  'curl -uadmin:PW https://h',
  'curl -sSu admin:PW https://h',
  'curl --user admin:PW https://h',
  'curl --user=admin:PW https://h',
  'curl --proxy-user admin:PW https://h',
  'curl --oauth2-bearer PW https://h',
  'curl -b session=PW https://h',
  'curl -d password=PW https://h',
  'curl https://admin:PW@h/x',
  'wget --password=PW https://h',
  'wget --http-password PW https://h',
  'http -a admin:PW https://h',
  'sshpass -p PW ssh h',
  'sshpass -pPW ssh h',
  'mysql -uroot -pPW db',
  '/usr/bin/mysqldump -u root -pPW --all-databases',
  'mysql --password=PW',
  'mysql --password PW',
  'mysqladmin -u root password PW',
  'mongosh -u root -p PW',
  'redis-cli -h r -a PW KEYS x',
  'redis-cli -aPW',
  'redis-cli --pass PW',
  'redis-cli AUTH PW',
  'redis-cli CONFIG SET requirepass PW',
  'redis-server --requirepass PW',
  'docker login -u u -p PW r',
  'docker login --password=PW r',
  'podman login -u u -pPW r',
  'helm registry login -u u -p PW r',
  'skopeo copy --src-creds u:PW docker://a docker://b',
  'crictl pull --creds u:PW i',
  'ctr images pull --user u:PW i',
  'vault login PW',
  'vault operator unseal PW',
  'vault kv put secret/x password=PW',
  'etcdctl --user root:PW get x',
  'rabbitmqctl add_user u PW',
  'rabbitmqctl change_password u PW',
  'htpasswd -bc f u PW',
  'ldapsearch -x -D cn=admin -w PW',
  'openssl enc -aes-256-cbc -k PW',
  'openssl rsa -passin pass:PW -in k',
  'ssh-keygen -t rsa -N PW -f k',
  'unzip -P PW a.zip',
  '7z x -pPW a.7z',
  'smbclient //h/s -U u%PW',
  'lftp -u u,PW h',
  'mosquitto_pub -u u -P PW -t t',
  'sqlcmd -S h -U sa -P PW',
  'cqlsh -u u -p PW',
  'rclone obscure PW',
  'mc alias set m https://h AK PW',
  'wpa_passphrase ssid PW',
  'keytool -list -storepass PW',
  'java -Djavax.net.ssl.keyStorePassword=PW -jar a.jar',
  'env DB_PASS=PW ./run',
  'aws configure set aws_secret_access_key PW',
  'aws secretsmanager put-secret-value --secret-id x --secret-string PW',
  'kubectl --token PW get pods',
  'kubectl --token=PW get pods',
  'kubectl config set-credentials u --token=PW',
  'kubectl create secret generic x --from-literal=anything=PW',
  'kubectl create secret docker-registry x --docker-password=PW',
  'kubeadm join h --certificate-key PW',
  'npm config set //r/:_authToken PW',
  'git clone https://x-access-token:PW@github.com/o/r',
  'az login --service-principal -u u -p PW -t t',
  'gh secret set X --body PW',
  'consul members -token=PW',
  'twine upload -u u -p PW dist',
  'sudo -u app mysql -pPW',
  'timeout 5 redis-cli -a PW',
  'curl -H X-Auth-Token:PW https://h',
  'curl https://h/?access_token=PW',
  'etcdctl --user=root:PW get x',
  'nomad job status -token PW',
  'tailscale up --authkey=PW',
  'ngrok config add-authtoken PW',
  'doctl auth init -t PW',
  'flyctl secrets set A=PW',
  'docker run -e DB_PASSWORD=PW i',
  'docker build --build-arg NPM_TOKEN=PW .',
  'terraform apply -var db_password=PW',
  'helm upgrade x c --set db.password=PW',
  'impacket-psexec d/u:PW@h',
  'evil-winrm -i h -u u -p PW',
  'xfreerdp /u:u /p:PW /v:h',
  'snmpwalk -v2c -c PW h',
  'nmcli dev wifi connect s password PW',
  'mkpasswd -m sha-512 PW',
  'gcloud auth activate-refresh-token u PW',
  'aws ssm put-parameter --name x --type SecureString --value PW',
  'kubectl patch secret s --patch PW',
  'setx API_TOKEN PW',
  'setenv API_TOKEN PW',
  'curl -E cert.pem:PW https://h',
  'curl -H apikey:PW https://h',
  'curl -H Authorization:PW https://h',
  'http POST h Authorization:PW',
  'http -A bearer -a PW h',
  'redis-cli ACL SETUSER u on >PW ~*',
  'vault kv put secret/x anything=PW',
  'consul kv put db/password PW',
  'etcdctl put /db/password PW',
  'az keyvault secret set --vault-name v --name n --value PW',
  'cf auth u PW',
  'cargo login PW',
  'poetry publish -u u -p PW',
  'dotnet nuget push a.nupkg -k PW',
  'nuget setapikey PW',
  'ansible-vault encrypt_string PW',
  'cloudflared service install PW',
  'ipmitool user set password 2 PW',
  'mosquitto_passwd -b f u PW',
  'nmcli con modify c wifi-sec.psk PW',
  'nsupdate -y hmac-sha256:k:PW',
  'crackmapexec smb h -u u -H PW',
  'certipy req -u u -p PW',
  'kerbrute passwordspray f PW',
  'couchbase-cli bucket-list -c h -u u -p PW',
  'swaks -au u -ap PW',
  'doppler secrets set ANYTHING=PW',
];

/** Whole command lines, for `sh -c`; the secret is in quotes where the shell needs it. */
const lines: readonly string[] = [
  'export DB_PASS=PW',
  'export DB_PASS="PW"; ./run',
  "DB_PASS='PW' ./run",
  'echo PW | docker login -u u --password-stdin r',
  'printf "%s" "PW" | docker login -u u --password-stdin r',
  'echo "PW" | sudo -S id',
  'echo "u:PW" | chpasswd',
  'docker login -u u --password-stdin r <<< "PW"',
  'curl -H "Authorization: Token PW" https://h',
  "curl -H 'Authorization: PW' https://h",
  'curl -H "Cookie: session=PW" https://h',
  'curl -H "X-Api-Key: PW" https://h',
  'curl -H "X-Vault-Token: PW" https://h',
  `curl -d '{"user":"u","password":"PW"}' https://h`,
  'curl "https://h/x?token=PW&y=1"',
  'bash -c "mysql -pPW -e \'select 1\'"',
  'cd /x && mysql -u root "-pPW" db; ls',
  'true; curl -u "admin:PW" h',
  'a=$(curl -u admin:PW h)',
  `mysql -e "ALTER USER x IDENTIFIED BY 'PW'"`,
  `psql -c "ALTER ROLE x WITH PASSWORD 'PW'"`,
  'psql "host=h password=PW user=u"',
  'PASS=$(echo PW) ./run',
  'gh auth login --with-token <<< "PW"',
  `mysql -e "SET PASSWORD FOR u = 'PW'"`,
  'ssh h "mysql -pPW"',
  'curl "https://h/x?y=1&password=PW"',
  `kubectl patch secret s -p '{"stringData":{"a":"PW"}}'`,
  `mysql -p'PW' db`,
  `export PASS="a b"PW; ./run`,
  "mysql -pa'b c'PW db",
  `sqlcmd -Q "ALTER LOGIN l WITH PASSWORD = N'PW'"`,
  `python3 -c 'import os; os.environ["DB_PASSWORD"] = "PW"'`,
  `python3 -c "connect(os.environ.get('DB_PASSWORD', 'PW'))"`,
  'curl -H Authorization:Bearer\\ PW https://h',
  'http_proxy=u:PW@proxy:8080 curl https://h',
  'curl -x u:PW@proxy:8080 https://h',
  'DB_PASSWORD+=PW ./run',
  `redis-cli ACL SETUSER u on ">PW" "~*"`,
  'cat > .netrc <<EOF\nmachine h login u password PW\nEOF',
];

const uri = (words: readonly string[]): string =>
  `/api/v1/namespaces/default/pods/web-0/exec?${words.map((word) => `command=${encodeURIComponent(word)}`).join('&')}&container=app`;

const execOf = (words: readonly string[]): JsonObject => ({ requestURI: uri(words) });

const put = (text: string, secret: string): string => text.replaceAll('PW', () => secret);

/** An object of a request that is not an exec. */
const request = (requestObject: Json): JsonObject => ({
  verb: 'create',
  requestURI: '/apis/apps/v1/namespaces/default/deployments',
  objectRef: {
    resource: 'deployments',
    namespace: 'default',
    name: 'web',
    apiGroup: 'apps',
    apiVersion: 'v1',
  },
  requestObject,
});

const container = (members: JsonObject): JsonObject =>
  request({
    kind: 'Deployment',
    spec: { template: { spec: { containers: [{ name: 'app', image: 'r/app:1', ...members }] } } },
  });

const annotation = (text: string, key = 'acme.io/config'): JsonObject =>
  request({ metadata: { annotations: { [key]: text } } });

const variables =
  'DB_PASSWORD DB_PASS PASS PGPASS PGPASSWORD MYSQL_PWD DBPWD DB_PW PASSWORD1 DB_PASSWORD_OLD ENCRYPTION_KEY SIGNING_KEY ' +
  'BASIC_AUTH WEBHOOK_SECRET_URL DEPLOY_TOKEN_REF API_KEY APIKEY STRIPE_KEY JWT_SECRET SECRET CLIENT_SECRET ' +
  'AWS_SECRET_ACCESS_KEY GITHUB_TOKEN AUTH_TOKEN TOKEN REDIS_AUTH ACCESS_TOKEN SESSION_SECRET COOKIE_SECRET MASTER_KEY ' +
  'dbPassword db.password spring.datasource.password userPass VAULT_SECRET_ID PASSPHRASE SSH_PRIVATE_KEY SLACK_WEBHOOK ' +
  'DJANGO_SECRET_KEY ROOTPW RECOVERY_CODE GITHUB_PAT CREDENTIALS GPG_PASSPHRASE RESTIC_PASSWORD';

const members =
  'password passwd passphrase DATABASE_PASSWORD db.password dbPassword token idToken refresh_token clientSecret client-secret ' +
  'secretKey apiKey api_key privateKey accessKey signingKey encryptionKey auth bearerToken connectionPassword webhookSecret';

/** Texts that have a name for the secret, as annotations, configuration and messages hold them. */
const texts: readonly string[] = [
  '{"password":"PW"}',
  '{"passwords":["PW","PW"]}',
  '{"a":{"DATABASE_PASSWORD":"PW"}}',
  '{"env":[{"name":"DB_PASSWORD","value":"PW"}]}',
  '{"args":["--db-pass","PW"]}',
  '{"auths":{"r.example":{"auth":"PW"}}}',
  '{"data":"{\\"token\\":\\"PW\\"}"}',
  '{"users":[{"name":"u","user":{"token":"PW"}}]}',
  'cut off: {"a":1,"password":"PW","b',
  'cut off: {"env":[{"name":"DB_PASSWORD","value":"PW"},{"na',
  'cut off: {"passwords":["a","PW"',
  'password: PW',
  'password: "PW"\nuser: u',
  'db:\n  password: PW\n  user: u\n',
  'password: |\n  PW\nuser: u',
  'passwords:\n- PW\n- "PW"\nuser: u',
  'env:\n- name: DB_PASS\n  value: PW\n',
  'kind: Secret\nstringData:\n  anything: PW\n',
  'apiVersion: v1\ndata:\n  anything: PW\nkind: Secret\n',
  'DB_PASS=PW',
  'Server=h;Uid=u;Pwd=PW;Database=d',
  'AccountName=a;AccountKey=PW;EndpointSuffix=s',
  'Endpoint=sb://h/;SharedAccessKeyName=n;SharedAccessKey=PW',
  'https://h.blob.core.windows.net/c?sv=2022&sp=r&sig=PW',
  'https://h/x?X-Amz-Signature=PW&y=1',
  '//registry.example/:_authToken=PW',
  'requirepass PW',
  'requirepass "PW"',
  'user default on >PW ~* +@all',
  'stats auth admin:PW',
  'smtp://u@example.com:PW@mail.example.com:587',
  '//u:PW@registry.example/x',
  'API key: PW',
  `password = '''PW'''`,
  'password = """PW"""',
  'password: |2-\n    PW\nuser: u',
  'password:\n  value: PW\n',
  '{"adminPassword":{"value":"PW"}}',
  'cut off: {"adminPassword":{"value":"PW","a',
  '{"key":"db-password","val":"PW"}',
  '<property>\n  <name>fs.s3a.secret.key</name>\n  <value>PW</value>\n</property>',
  '<entry key="db.password">PW</entry>',
  '<property name="password"><value>PW</value></property>',
  '<password><![CDATA[PW]]></password>',
  '<key>password</key><string>PW</string>',
  `define('DB_PASSWORD', 'PW');`,
  `'password' => env('DB_PASSWORD', 'PW'),`,
  `$cfg['password'] = 'PW';`,
  'props.put("password", "PW");',
  'ds.setPassword("PW");',
  '<password>PW</password>',
  '<add key="Password" value="PW"/>',
  '{"Name":"DBPassword","Value":"PW"}',
  '{"ParameterKey":"DBPassword","ParameterValue":"PW"}',
  '{"headers":[["Authorization","Bearer PW"]]}',
  'token:\n  PW\nuser: u',
  'password: !!str PW',
  'args: [--password, PW]',
  'args:\n- --password\n- PW\n',
  'command: ["sh","-c","mysql -pPW"]',
  'bindpw: PW',
  'token%253DPW',
  'stringData:\n  anything: PW\n',
  'user[password]=PW',
  'GET /x?t%6Fken=PW HTTP/1.1',
  'redirect=https%3A%2F%2Fh%2F%3Ftoken%3DPW%26a%3D1',
  'Authorization: Digest username="u", response="PW"',
];

/** The same with a password that JSON, YAML and URLs write as it is. */
const exact: readonly string[] = [
  'postgres://app:PW@db:5432/x',
  'redis://:PW@r:6379/0',
  'mongodb+srv://u:PW@a,b/x',
  'amqp://u:PW@q',
  'u:PW@tcp(db:3306)/x',
  'jdbc:oracle:thin:u/PW@//h:1521/x',
  'jdbc:mysql://h/x?user=u&password=PW',
];

const asWords = (command: string, secret: string): readonly string[] =>
  command.split(' ').map((word) => put(word, secret));

export const places: readonly Place[] = [
  ...commands.map(
    (command): Place => ({
      name: `exec, words: ${command}`,
      event: (secret) => execOf(asWords(command, secret)),
      only: isBare,
    }),
  ),
  ...commands.map(
    (command): Place => ({
      name: `exec, one word: ${command}`,
      event: (secret) => execOf(['sh', '-c', put(command, secret)]),
      only: isPlain,
    }),
  ),
  ...commands.map(
    (command): Place => ({
      name: `args: ${command}`,
      event: (secret) => container({ args: ['x', ...asWords(command, secret)] }),
      only: isBare,
    }),
  ),
  ...lines.map(
    (line): Place => ({
      name: `exec, line: ${line}`,
      event: (secret) => execOf(['bash', '-c', put(line, secret)]),
      only: isPlain,
    }),
  ),
  ...lines.map(
    (line): Place => ({
      name: `command of a container: ${line}`,
      event: (secret) => container({ command: ['/bin/sh', '-c', put(line, secret)] }),
      only: isPlain,
    }),
  ),
  ...[
    'Authorization: Token PW',
    'Authorization: PW',
    'Cookie: a=1; session=PW',
    'X-Api-Key: PW',
    'Proxy-Authorization: Basic PW',
  ].map(
    (header): Place => ({
      name: `exec, header in one word: ${header}`,
      event: (secret) => execOf(['curl', '-H', put(header, secret), 'https://h']),
      only: isBare,
    }),
  ),
  ...variables.split(' ').map(
    (name): Place => ({
      name: `variable ${name}`,
      event: (secret) => container({ env: [{ name, value: secret }] }),
    }),
  ),
  ...variables.split(' ').map(
    (name): Place => ({
      name: `parameter ${name}`,
      event: (secret) => ({ requestURI: `/x?${name}=${encodeURIComponent(secret)}&a=b` }),
    }),
  ),
  ...members
    .split(' ')
    .map(
      (name): Place => ({ name: `member ${name}`, event: (secret) => request({ spec: { [name]: secret } }) }),
    ),
  ...members.split(' ').map(
    (name): Place => ({
      name: `annotation acme.io/${name}`,
      event: (secret) => annotation(secret, `acme.io/${name}`),
    }),
  ),
  {
    name: 'variable with a list',
    event: (secret) =>
      container({
        env: [{ name: 'DB_PASSWORD', value: [secret, { deep: [secret] }] }].map((one) => ({
          ...one,
          value: [secret],
        })),
      }),
  },
  {
    name: 'arguments of an image',
    event: (secret) =>
      request({
        spec: {
          containers: [{ image: 'r.example/library/redis:7', args: ['-a', secret, '--requirepass', secret] }],
        },
      }),
  },
  {
    name: 'arguments of a command',
    event: (secret) => container({ command: ['mysql'], args: [`-p${secret}`] }),
  },
  {
    name: 'arguments, --db-pass',
    event: (secret) => container({ args: ['--db-pass', secret, '--api-token', secret] }),
  },
  {
    name: 'ConfigMap',
    event: (secret) =>
      request({
        kind: 'ConfigMap',
        data: { 'db-password': secret, 'app.yaml': `db:\n  password: ${JSON.stringify(secret)}\n` },
      }),
  },
  {
    name: 'user.extra.token',
    event: (secret) => ({ user: { username: 'u', extra: { token: [secret], 'acme.io/api-key': [secret] } } }),
  },
  { name: 'member in a list', event: (secret) => request({ spec: { passwords: [secret] } }) },
  {
    name: 'header of a probe',
    event: (secret) =>
      container({
        livenessProbe: {
          httpGet: {
            httpHeaders: [
              { name: 'Authorization', value: secret },
              { name: 'X-Auth-Token', value: secret },
            ],
          },
        },
      }),
  },
  {
    name: 'JSON patch',
    event: (secret) => request([{ op: 'add', path: '/spec/dbPassword', value: secret }]),
  },
  {
    name: 'Secret',
    event: (secret) =>
      request({
        kind: 'Secret',
        data: { a: Buffer.from(secret).toString('base64') },
        stringData: { b: secret },
      }),
  },
  {
    name: 'Secret in a list in a text',
    event: (secret) =>
      annotation(
        JSON.stringify({
          kind: 'List',
          items: [{ kind: 'Secret', data: { a: Buffer.from(secret).toString('base64') } }],
        }),
      ),
  },
  {
    name: 'last applied configuration',
    event: (secret) =>
      annotation(
        JSON.stringify({
          spec: {
            containers: [{ env: [{ name: 'DB_PASS', value: secret }], command: ['mysql', `-p${secret}`] }],
          },
        }),
        'kubectl.kubernetes.io/last-applied-configuration',
      ),
  },
  {
    name: 'JSON with a quote before it',
    event: (secret) => annotation(`{"password":"a\\"${secret}"}`),
    only: isPlain,
  },
  {
    name: 'JSON that does not end, with a quote before it',
    event: (secret) => annotation(`{"password":"a\\"${secret}","x`),
    only: isPlain,
  },
  {
    name: 'names of parameters encoded',
    event: (secret) => ({
      requestURI: `/api/v1/namespaces/a/pods/b/exec?c%6Fmmand=--password&c%6Fmmand=${encodeURIComponent(secret)}`,
    }),
  },
  {
    name: 'name of a parameter encoded',
    event: (secret) => ({ requestURI: `/x?t%6Fken=${encodeURIComponent(secret)}` }),
  },
  {
    name: 'dropped parameter',
    event: (secret) => ({ requestURI: `/x?token=${encodeURIComponent(secret)};&password=${secret}%zz` }),
    only: isBare,
  },
  {
    name: 'dropped word',
    event: (secret) => ({ requestURI: `/x/exec?command=mysql&command=--password&command=${secret};` }),
    only: isBare,
  },
  {
    name: 'word behind a dropped one',
    event: (secret) => ({
      requestURI: `/x/exec?command=mysql&command=--password&command=;&command=${secret}`,
    }),
    only: isBare,
  },
  {
    name: 'URL with a slash in its password',
    event: (secret) => annotation(`postgres://app:a/b${secret}@db:5432/x`),
    only: isPlain,
  },
  {
    name: 'URL with an at sign in its password',
    event: (secret) => annotation(`postgres://app:a@b${secret}@db:5432/x`),
    only: isPlain,
  },
  { name: 'user agent', event: (secret) => ({ userAgent: `tool/1 (token=${secret})` }), only: isPlain },
  {
    name: 'status message',
    event: (secret) => ({ responseStatus: { code: 400, message: `invalid: password=${secret}` } }),
    only: isPlain,
  },
  {
    name: 'path of a proxied request',
    event: (secret) => ({ requestURI: `/api/v1/namespaces/a/services/b/proxy/login;password=${secret}` }),
    only: isPlain,
  },
  { name: 'audit ID', event: (secret) => ({ auditID: `token=${secret}` }), only: isPlain },
  {
    name: 'impersonated',
    event: (secret) => ({ impersonatedUser: { username: 'v', extra: { password: [secret] } } }),
  },
  {
    name: 'assignment in base64',
    event: (secret) =>
      execOf([
        'sh',
        '-c',
        `echo ${Buffer.from(`export DB_PASSWORD=${secret}`).toString('base64')} | base64 -d`,
      ]),
    only: isPlain,
  },
  ...texts.map(
    (text): Place => ({
      name: `text: ${text}`,
      event: (secret) => annotation(put(text, secret)),
      only: isPlain,
    }),
  ),
  ...texts.map(
    (text): Place => ({
      name: `text in a text: ${text}`,
      event: (secret) => annotation(JSON.stringify({ file: put(text, secret) })),
      only: isPlain,
    }),
  ),
  ...texts.map(
    (text): Place => ({
      name: `message: ${text}`,
      event: (secret) => ({ responseStatus: { code: 500, message: `failed: ${put(text, secret)}` } }),
      only: isPlain,
    }),
  ),
  ...exact.map(
    (text): Place => ({
      name: `text: ${text}`,
      event: (secret) => annotation(put(text, secret)),
      only: isBare,
    }),
  ),
  ...exact.map(
    (text): Place => ({
      name: `exec: ${text}`,
      event: (secret) => execOf(['app', put(text, secret)]),
      only: isBare,
    }),
  ),
];

/** Where tokens are put, of which nothing but their form tells. */
export const anywhere: readonly Place[] = [
  { name: 'word of a command', event: (secret) => execOf(['app', secret]) },
  { name: 'in a command line', event: (secret) => execOf(['sh', '-c', `run ${secret} now`]) },
  { name: 'assigned', event: (secret) => execOf(['sh', '-c', `X=${secret}`]) },
  { name: 'variable', event: (secret) => container({ env: [{ name: 'X', value: secret }] }) },
  { name: 'annotation', event: (secret) => annotation(`x ${secret}`) },
  { name: 'end of a sentence', event: (secret) => annotation(`it is ${secret}.`) },
  { name: 'in JSON', event: (secret) => annotation(JSON.stringify({ x: secret })) },
  {
    name: 'in JSON that does not end',
    event: (secret) => annotation(`{"a":"b\\n","x":${JSON.stringify(secret)},"y`),
  },
  { name: 'key of an object', event: (secret) => request({ spec: { [secret]: 1 } }) },
  { name: 'user agent', event: (secret) => ({ userAgent: secret }) },
  { name: 'audit ID', event: (secret) => ({ auditID: secret }) },
  { name: 'session', event: (secret) => ({ user: { username: 'u', extra: { sessionName: [secret] } } }) },
  { name: 'parameter', event: (secret) => ({ requestURI: `/x?a=${encodeURIComponent(secret)}` }) },
  { name: 'name of a parameter', event: (secret) => ({ requestURI: `/x?${encodeURIComponent(secret)}` }) },
];

/** AWS's keys have no mark of their own, so what stands beside them matters. */
export const besideKeys: readonly string[] = [
  'KEY.',
  'KEY=1',
  'x/KEY',
  'a=KEY',
  '"KEY"',
  'KEY,',
  'x:KEY',
  '(KEY)',
  'KEY/x',
];

export const eventWith = (overrides: JsonObject): JsonObject => ({ ...exec, ...overrides });
