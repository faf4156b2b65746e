import type { Input } from '@pulumi/pulumi';

/** A layer's outputs as its program hands them over: values of that shape, some not known yet. */
export type Outputs<T extends object> = { readonly [Key in keyof T]: Input<T[Key]> | Members<T[Key]> };

type Members<V> = V extends Record<string, infer Member> ? Readonly<Record<string, Input<Member>>> : never;
