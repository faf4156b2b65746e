import { mergeTags, type Tags } from '../tag-list.ts';

/** Tags as KMS's requests carry them. */
export function tagsFrom(
  list: readonly { TagKey?: string | undefined; TagValue?: string | undefined }[] | undefined,
): Tags {
  return mergeTags({}, Object.fromEntries((list ?? []).map((tag) => [tag.TagKey ?? '', tag.TagValue ?? ''])));
}
