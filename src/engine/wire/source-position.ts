import { isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourcePosition } from '@pulumi/pulumi/proto/source_pb.js';

/**
 * Where a program registered a resource, relative to the project: `project:///stacks/index.ts#10,17`. Positions in ES
 * modules arrive as a file URL inside another one. Outside the project there is none: no machine's path is stored.
 */
export function sourcePositionOf(position: SourcePosition | undefined, root: string): string | undefined {
  if (position === undefined) return undefined;
  const path = pathOf(position.getUri());
  if (path === undefined) return undefined;
  const inside = relative(root, path);
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return undefined;
  const column = position.getColumn() === 0 ? '' : `,${position.getColumn()}`;
  return `project:///${inside.split(sep).join('/')}#${position.getLine()}${column}`;
}

function pathOf(uri: string): string | undefined {
  const nested = /file:(?!.*file:)\/*(.*)$/.exec(decodeURIComponent(uri))?.[1];
  if (nested === undefined) return undefined;
  try {
    return fileURLToPath(new URL(encodeURI(`file:///${nested}`)));
  } catch {
    // a position is for people to look at: one that names no file is left out
    return undefined;
  }
}
