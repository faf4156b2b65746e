/**
 * Where the resources of one program were registered, as a person writes it: `stacks/index.ts:10:17`. Positions of ES
 * modules arrive with the machine's absolute path inside (`project:///stacks/file:/…/stacks/index.ts#10,17`): they are told from
 * the project's folder, else from the folder that all of them share; no machine's path is told.
 */
export class SourcePositions {
  readonly #nested: Nested[] = [];
  #root: string | undefined;

  learn(position: string | undefined): void {
    const nested = nestedIn(position);
    if (nested === undefined) return;
    this.#nested.push(nested);
    this.#root = undefined;
  }

  /** `undefined` where there is no position. */
  textOf(position: string | undefined): string | undefined {
    const [, uri = '', line, column] = /^project:\/\/\/(.+)#(\d+)(?:,(\d+))?$/.exec(position ?? '') ?? [];
    if (line === undefined) return undefined;
    const nested = nestedIn(position);
    return [nested === undefined ? uri : this.#relative(nested), line, column]
      .filter((part) => part !== undefined)
      .join(':');
  }

  #relative({ path }: Nested): string {
    this.#root ??= rootOf(this.#nested);
    return path.startsWith(this.#root) ? path.slice(this.#root.length) : (path.split('/').at(-1) ?? path);
  }
}

/** A path inside a position: the program's folder in the project (`stacks/`, or nothing), and the file on its machine. */
interface Nested {
  readonly folder: string;
  readonly path: string;
}

function nestedIn(position: string | undefined): Nested | undefined {
  const [, folder = '', path] = /^project:\/\/\/(.*?)file:\/*(.+?)#\d+(?:,\d+)?$/.exec(position ?? '') ?? [];
  return path === undefined ? undefined : { folder: decode(folder), path: `/${decode(path)}` };
}

function rootOf(all: readonly Nested[]): string {
  for (const { folder, path } of all) {
    const at = folder === '' ? -1 : path.lastIndexOf(`/${folder}`);
    if (at >= 0) return path.slice(0, at + 1);
  }
  const [first = '', ...others] = all.map(({ path }) => path.slice(0, path.lastIndexOf('/') + 1));
  return others.reduce(sharedFolder, first);
}

function sharedFolder(a: string, b: string): string {
  const parts = a.split('/').slice(0, -1);
  const others = b.split('/');
  const differs = parts.findIndex((part, index) => part !== others[index]);
  return `${(differs < 0 ? parts : parts.slice(0, differs)).join('/')}/`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
