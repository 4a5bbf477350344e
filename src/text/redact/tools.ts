/**
 * Command line tools that take secrets where no name says so, each as its own manual has it. A flag such as `-p` is
 * a port to one tool and a password to another. Flags with a telling name (`--password`, `-storepass`) need no entry.
 */
export interface Tool {
  /** Names of its programs. */
  readonly programs: string;
  /** Words one of which has to come first: `login` of `docker login -p`. */
  readonly after?: string;
  /** Flags whose value is a secret, in the next word or joined. */
  readonly flags?: string;
  /** Flags whose value is a secret only if joined: `mysql -p x` asks for a password and opens the database x. */
  readonly joined?: string;
  /** Flags whose value is a name and a secret: `user:x`, `user%x`, `user,x`. */
  readonly pairs?: string;
  /** Whether words such as `name=x` behind `after` hold secrets, whatever the name is. */
  readonly assigned?: true;
  /** Letters of flags without a value, which may stand before another in one word: `curl -su a:x`. */
  readonly switches?: string;
  /** Which of the words without a dash behind `after`, or behind the program, is a secret; `last` of all. */
  readonly argument?: 1 | 2 | 'last';
}

const mysql =
  'mysql mysqldump mysqladmin mysqlimport mysqlcheck mysqlshow mysqlslap mysqlpump mysqlsh mariadb mariadb-dump ' +
  'mariadb-admin mariadb-check mariadb-import mycli';
const mongo = 'mongo mongosh mongodump mongorestore mongoexport mongoimport mongostat mongotop';
const redis = 'redis-cli keydb-cli valkey-cli redis keydb valkey';
const registries = 'docker podman buildah nerdctl finch skopeo crane oras regctl helm';
const ldap = 'ldapsearch ldapadd ldapmodify ldapdelete ldapmodrdn ldapwhoami ldapcompare ldapexop';

export const tools: readonly Tool[] = [
  {
    programs: 'curl',
    flags: '-b',
    pairs: '-u --user -U --proxy-user -E --cert --proxy-cert',
    switches: '#0123456789aBfgGiIjJklLnNOpqRsSvZ',
  },
  { programs: 'http https xh xhs ab', pairs: '-a -A' },
  { programs: 'http https xh xhs', after: 'bearer', flags: '-a' },
  { programs: 'sshpass', flags: '-p', switches: 'vV' },
  { programs: mysql, joined: '-p', switches: 'BCEfHNrsTtvVw' },
  { programs: 'mysqladmin mariadb-admin', after: 'password', argument: 1 },
  { programs: mongo, flags: '-p' },
  { programs: redis, flags: '-a' },
  { programs: redis, after: 'auth AUTH Auth', argument: 'last' },
  { programs: redis, after: 'setuser SETUSER SetUser', joined: '>' },
  { programs: 'sqlcmd bcp tsql', flags: '-P' },
  { programs: 'cqlsh cypher-shell beeline vsql nzsql', flags: '-p' },
  { programs: 'sqlplus sqlldr expdp impdp rman', argument: 1 },
  { programs: registries, after: 'login', flags: '-p' },
  { programs: 'az oc odo cf rosa', after: 'login', flags: '-p -t' },
  { programs: `${registries} crictl ctr`, pairs: '--user -u' },
  { programs: 'twine', flags: '-p' },
  { programs: 'poetry', after: 'publish', flags: '-p' },
  { programs: 'cargo', after: 'login', argument: 1 },
  { programs: 'dotnet', after: 'push', flags: '-k' },
  { programs: 'nuget', after: 'setapikey setApiKey', argument: 1 },
  { programs: 'vault bao', after: 'login unwrap unseal lookup renew revoke', argument: 1 },
  { programs: 'vault bao', after: 'put patch', assigned: true },
  { programs: 'fly flyctl doppler supabase', after: 'secrets', assigned: true },
  { programs: 'cf', after: 'auth', argument: 2 },
  { programs: 'az', after: 'secret', flags: '--value' },
  { programs: 'ansible-vault', after: 'encrypt_string', argument: 1 },
  { programs: 'cloudflared', after: 'install', argument: 1 },
  { programs: 'etcdctl', pairs: '--user' },
  { programs: 'rabbitmqctl', after: 'add_user change_password authenticate_user', argument: 2 },
  { programs: 'rabbitmqadmin', flags: '-p' },
  { programs: 'htpasswd mosquitto_passwd', argument: 'last' },
  { programs: `${ldap} ldappasswd`, flags: '-w', switches: 'cnvxZ' },
  { programs: 'ldappasswd', flags: '-a -s' },
  { programs: 'openssl', flags: '-k -K -passin -passout -hmac' },
  { programs: 'openssl', after: 'passwd', argument: 'last' },
  { programs: 'ssh-keygen', flags: '-N -P' },
  { programs: 'zip unzip zipcloak', flags: '-P' },
  { programs: '7z 7za 7zr 7zz rar unrar', joined: '-p -hp' },
  { programs: 'useradd usermod', flags: '-p' },
  { programs: 'smbclient rpcclient smbget net', pairs: '-U --user' },
  { programs: 'crackmapexec nxc netexec evil-winrm', flags: '-p -H' },
  {
    programs: 'smbmap rdesktop hydra medusa bloodhound-python ldapdomaindump certipy veracrypt racadm',
    flags: '-p',
  },
  { programs: 'couchbase-cli cbbackupmgr cbimport cbexport ncftpget ncftpput', flags: '-p' },
  { programs: 'kerbrute', after: 'passwordspray', argument: 2 },
  { programs: 'swaks', flags: '-ap' },
  { programs: 'sendemail sendEmail', flags: '-xp' },
  { programs: 'lftp', pairs: '-u' },
  { programs: 'mosquitto_pub mosquitto_sub mosquitto_rr ipmitool', flags: '-P' },
  { programs: 'snmpwalk snmpget snmpset snmpbulkwalk snmpbulkget snmpgetnext', flags: '-c -A -X' },
  { programs: 'xfreerdp wfreerdp xfreerdp3', joined: '/p: /pth:' },
  { programs: 'mc mcli', after: 'set add', argument: 'last' },
  { programs: 'rclone', after: 'obscure', argument: 1 },
  { programs: 'wpa_passphrase', argument: 2 },
  { programs: 'net net.exe', after: 'user', argument: 2 },
  { programs: 'mkpasswd', argument: 'last' },
  { programs: 'nmcli', after: 'password wifi-sec.psk 802-11-wireless-security.psk', argument: 1 },
  { programs: 'ipmitool', after: 'password', argument: 2 },
  { programs: 'dig nsupdate', pairs: '-y' },
  { programs: 'gcloud', after: 'activate-refresh-token', argument: 2 },
  { programs: 'kubectl oc', after: 'secret secrets', flags: '-p --patch' },
  { programs: 'aws', after: 'put-parameter', flags: '--value' },
  { programs: 'ngrok', after: 'authtoken add-authtoken', argument: 1 },
  { programs: 'doctl glab', after: 'auth', flags: '-t' },
  { programs: 'gh', after: 'secret', flags: '-b --body' },
  { programs: 'aws', flags: '--plaintext' },
  { programs: 'influx', flags: '-p -t' },
  {
    programs:
      'impacket-psexec impacket-wmiexec impacket-smbexec impacket-secretsdump impacket-GetUserSPNs impacket-GetNPUsers psexec.py wmiexec.py smbexec.py secretsdump.py GetUserSPNs.py GetNPUsers.py',
    argument: 1,
  },
];

/** Programs that read a secret from standard input, and the word they do it with; without one, always. */
export const readers: Readonly<Record<string, readonly string[]>> = {
  chpasswd: [],
  passwd: [],
  kinit: [],
  smbpasswd: [],
  su: [],
  cryptsetup: [],
  sudo: ['-S', '--stdin', '-kS', '-Sk'],
  htpasswd: ['-i', '-ni', '-in', '-bi', '-Bi', '-iB', '-Bin', '-niB'],
  openssl: ['stdin', '-stdin'],
  gpg: ['--passphrase-fd'],
  vault: ['login', 'unseal', 'unwrap'],
  bao: ['login', 'unseal', 'unwrap'],
  rclone: ['obscure'],
  ...Object.fromEntries(registries.split(' ').map((program) => [program, ['login']])),
};
