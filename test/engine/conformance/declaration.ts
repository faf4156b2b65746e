/** A Pulumi program as data: what `program/index.ts` registers, in this order. */
export interface ProgramData {
  readonly resources: readonly Declaration[];
  /** Outputs of the stack. */
  readonly outputs?: Readonly<Record<string, Value>>;
}

export interface Declaration {
  readonly type: string;
  /** Other declarations refer to it by this name, unless it has a `key`. */
  readonly name: string;
  readonly key?: string;
  /** A component, with no provider. Types that begin with `pulumi:providers:` are providers, stack references are read. */
  readonly component?: true;
  readonly props?: Readonly<Record<string, Value>>;
  /** Names of outputs that are no inputs. Default: those of the rig's provider. */
  readonly computed?: readonly string[];
  readonly options?: DeclaredOptions;
  /** Read by this id instead of being managed. */
  readonly get?: string;
}

export interface DeclaredOptions {
  readonly parent?: string;
  readonly dependsOn?: readonly string[];
  readonly provider?: string;
  readonly providers?: readonly string[];
  readonly protect?: boolean;
  readonly ignoreChanges?: readonly string[];
  /** A text is a URN; `parent` of an object names a declaration, or is a URN; `noParent` is a parent that is undefined. */
  readonly aliases?: readonly (string | DeclaredAlias)[];
  readonly deleteBeforeReplace?: boolean;
  readonly replaceOnChanges?: readonly string[];
  readonly retainOnDelete?: boolean;
  readonly deletedWith?: string;
  readonly replaceWith?: readonly string[];
  readonly replacementTrigger?: Value;
  readonly import?: string;
  readonly additionalSecretOutputs?: readonly string[];
  readonly hideDiffs?: readonly string[];
  readonly customTimeouts?: { readonly create?: string; readonly update?: string; readonly delete?: string };
}

export interface DeclaredAlias {
  readonly name?: string;
  readonly type?: string;
  readonly stack?: string;
  readonly project?: string;
  readonly parent?: string;
  readonly noParent?: true;
}

/**
 * JSON, and two forms: `{$out: 'NAME.OUTPUT'}` is an output of a declaration (`id` and `urn` among them; of a stack
 * reference, an output of that stack), `{$secret: value}` a secret.
 */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

export const out = (path: string): Value => ({ $out: path });
export const secretly = (value: Value): Value => ({ $secret: value });
