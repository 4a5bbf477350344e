/** Who calls in the cluster, as the API server and EKS's authenticator write it. */
import type { Random } from '../random.ts';
import { type Controller, controllerManager, type Node, people } from './cluster.ts';
import type { Fields } from './fields.ts';

/** Who calls, and from where. */
interface Caller {
  readonly user: Fields;
  readonly sourceIPs: readonly string[];
  readonly userAgent: string;
}

/** A kubelet, with the credentials of its instance. */
export function kubeletOf({ name, address, instance, accessKey }: Node): Caller {
  return {
    user: {
      username: `system:node:${name}`,
      uid: 'aws-iam-authenticator:111122223333:AROAEXAMPLENODEROLE00',
      groups: ['system:bootstrappers', 'system:nodes', 'system:authenticated'],
      extra: {
        accessKeyId: [accessKey],
        arn: [`arn:aws:sts::111122223333:assumed-role/shop-nodes/${instance}`],
        canonicalArn: ['arn:aws:iam::111122223333:role/shop-nodes'],
        principalId: ['AROAEXAMPLENODEROLE00'],
        sessionName: [instance],
        'sigs.k8s.io/aws-iam-authenticator/principalId': ['AROAEXAMPLENODEROLE00'],
      },
    },
    sourceIPs: [address],
    userAgent: 'kubelet/v1.33.4 (linux/arm64) kubernetes/abcdef0',
  };
}

/** One of a controller's pods, with the token of this hour. Those of the controller manager are bound to no pod. */
export function callerOf({ namespace, account, uid, pods }: Controller, from: Random, hour: number): Caller {
  const pod = pods.length === 0 ? undefined : from.pick(pods);
  const token = (pod?.token ?? uid.slice(-12)).padEnd(12, '0');
  const credential = `JTI=${uid.slice(0, 8)}-${hour.toString(16).padStart(4, '0')}-4111-8111-${token}`;
  return {
    user: {
      username: `system:serviceaccount:${namespace}:${account}`,
      uid,
      groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
      extra: {
        'authentication.kubernetes.io/credential-id': [credential],
        ...(pod !== undefined && {
          'authentication.kubernetes.io/node-name': [pod.node],
          'authentication.kubernetes.io/pod-name': [pod.name],
          'authentication.kubernetes.io/pod-uid': [pod.uid],
        }),
      },
    },
    sourceIPs: [pod?.address ?? controllerManager],
    userAgent:
      pod === undefined
        ? `kube-controller-manager/v1.33.4 (linux/amd64) kubernetes/abcdef0/system:serviceaccount:kube-system:${account}`
        : `${account}/v0.0.0 (linux/amd64) kubernetes/$Format`,
  };
}

export function person(from: Random): Caller {
  const { name, address, accessKey } = from.pick(people);
  return {
    user: {
      username: name,
      uid: 'aws-iam-authenticator:111122223333:AROAEXAMPLEADMINROLE0',
      groups: ['platform', 'system:authenticated'],
      extra: {
        accessKeyId: [accessKey],
        arn: [`arn:aws:sts::111122223333:assumed-role/platform-engineer/${name}`],
        canonicalArn: ['arn:aws:iam::111122223333:role/platform-engineer'],
        sessionName: [name],
      },
    },
    sourceIPs: [address],
    userAgent: 'kubectl/v1.33.1 (darwin/arm64) kubernetes/8adc0f0',
  };
}
