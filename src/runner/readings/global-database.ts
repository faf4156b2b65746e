import { EvenkeelError } from '../../lib/errors.ts';
import { type RdsEventId, rdsEventOf } from '../../operations/rds-events.ts';
import type { StepIo } from '../step-io.ts';

/** An Aurora global database as one region tells it. */
export interface GlobalDatabase {
  /** ARN of the member that writes; `undefined` where none does. */
  readonly writerArn: string | undefined;
  readonly memberArns: readonly string[];
  /** Members that are being rebuilt after a failover. */
  readonly resyncingArns: readonly string[];
  readonly version: string;
  /** A failover or switchover that goes on. */
  readonly moving?: { readonly status: string; readonly toArn: string | undefined };
}

/** Calls `rds.DescribeGlobalClusters`. Throws where AWS knows no such global cluster. */
export async function readGlobalDatabase(io: StepIo, region: string, id: string): Promise<GlobalDatabase> {
  const { GlobalClusters } = await io.call('rds.DescribeGlobalClusters', region, { GlobalClusterIdentifier: id });
  const found = GlobalClusters?.[0];
  if (!found) {
    throw new EvenkeelError({
      code: 'global-cluster-missing',
      message: `${region} knows no global cluster ${id}`,
      found: 'an empty answer',
      next: 'check that the system is up: evenkeel preview',
    });
  }
  const members = found.GlobalClusterMembers ?? [];
  const { FailoverState: move } = found;
  return {
    writerArn: members.find((member) => member.IsWriter)?.DBClusterArn,
    memberArns: members.flatMap((member) => member.DBClusterArn ?? []),
    resyncingArns: members
      .filter((member) => member.SynchronizationStatus === 'pending-resync')
      .flatMap((member) => member.DBClusterArn ?? []),
    version: found.EngineVersion ?? '',
    ...(move?.Status !== undefined && { moving: { status: move.Status, toArn: move.ToDbClusterArn } }),
  };
}

const SOURCES = ['db-instance', 'db-cluster'] as const;
/** Pages of 100; RDS keeps events for 14 days and a run asks for those since it began. */
const MAX_PAGES = 5;

/**
 * The RDS events of a region since the run began, of clusters and instances, as far as their wording is known. Calls
 * `rds.DescribeEvents`.
 */
export async function readRdsEvents(
  io: StepIo,
  region: string,
): Promise<{ id: RdsEventId; values: Readonly<Record<string, string>> }[]> {
  const found: { id: RdsEventId; values: Record<string, string> }[] = [];
  for (const source of SOURCES) {
    let marker: string | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const answer = await io.call('rds.DescribeEvents', region, {
        SourceType: source,
        StartTime: new Date(io.runStartedMs),
        EndTime: new Date(io.nowMs()),
        MaxRecords: 100,
        ...(marker !== undefined && { Marker: marker }),
      });
      for (const { Message } of answer.Events ?? []) {
        const event = rdsEventOf(Message ?? '');
        if (event) found.push(event);
      }
      marker = answer.Marker;
      if (marker === undefined) break;
    }
  }
  return found;
}
