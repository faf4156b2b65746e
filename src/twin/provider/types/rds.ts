import type { Adapter } from '../adapter.ts';
import { cluster } from './rds-cluster.ts';
import { globalCluster } from './rds-global-cluster.ts';
import { clusterInstance } from './rds-instance.ts';
import { subnetGroup } from './rds-subnet-group.ts';

export const adapters: readonly Adapter[] = [globalCluster, subnetGroup, cluster, clusterInstance];
