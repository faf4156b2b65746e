import type { DiffResponse } from '@pulumi/pulumi/proto/provider_pb.js';
import { assertNever } from '../../../lib/errors.ts';
import type { DiffKind, DiffResult } from '../../../lib/provider.ts';
import { protocol } from './protocol.ts';

/** A difference on the wire. Its paths compare inputs with inputs (`inputDiff`), so that the CLI shows both. */
export function diffResponse(diff: DiffResult): DiffResponse {
  const { DiffResponse, PropertyDiff } = protocol;
  const { DIFF_SOME, DIFF_NONE } = DiffResponse.DiffChanges;
  const response = new DiffResponse()
    .setChanges(diff.changes === 'some' ? DIFF_SOME : DIFF_NONE)
    .setReplacesList([...diff.replaces])
    .setDiffsList(topLevel(Object.keys(diff.detailed)))
    .setDeletebeforereplace(diff.deleteBeforeReplace === true)
    .setHasdetaileddiff(true);
  for (const [path, { kind }] of Object.entries(diff.detailed)) {
    response.getDetaileddiffMap().set(path, new PropertyDiff().setKind(wireKind(kind)).setInputdiff(true));
  }
  return response;
}

function topLevel(paths: readonly string[]): string[] {
  return [...new Set(paths.map((path) => /^[^.[]*/.exec(path)?.[0] ?? path))].sort();
}

function wireKind(kind: DiffKind): number {
  const { Kind } = protocol.PropertyDiff;
  switch (kind) {
    case 'add':
      return Kind.ADD;
    case 'add-replace':
      return Kind.ADD_REPLACE;
    case 'delete':
      return Kind.DELETE;
    case 'delete-replace':
      return Kind.DELETE_REPLACE;
    case 'update':
      return Kind.UPDATE;
    case 'update-replace':
      return Kind.UPDATE_REPLACE;
    default:
      return assertNever(kind);
  }
}
