import { own } from '../../lib/own.ts';

/** Tags as a record keeps them. */
export type Tags = Readonly<Record<string, string>>;

/** AWS's list of `{Key, Value}` as a record, sorted by key. */
export function tagsOf(list: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined): Tags {
  return mergeTags({}, Object.fromEntries((list ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])));
}

/** The reverse of `tagsOf`. */
export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Tags with some added or overwritten, sorted by key. */
export function mergeTags(tags: Tags, added: Readonly<Record<string, string | undefined>>): Tags {
  const keys = [...new Set([...Object.keys(tags), ...Object.keys(added)])].sort();
  return Object.fromEntries(keys.map((key) => [key, own(added, key) ?? own(tags, key) ?? '']));
}

/** Tags without some. */
export function withoutTags(tags: Tags, keys: readonly string[] | undefined): Tags {
  const gone = new Set(keys);
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key)));
}
