import { existsSync } from 'node:fs';
import { packagePath } from '../src/project/package-root.ts';

/** Elastic's Kubernetes rules, which lie beside a checkout where they are available. */
export const elasticPack = packagePath('../shared/data/elastic-rules/kubernetes');

export const hasElasticPack = existsSync(elasticPack);

/** Those that are proposed for EKS. */
export const elasticEksPack = packagePath('../shared/data/elastic-rules/eks');
