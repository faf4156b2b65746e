import type { StepIo } from '../step-io.ts';

/** One version of a launch template. */
export interface TemplateVersion {
  readonly number: string;
  readonly image: string;
  readonly isDefault: boolean;
}

/**
 * The version of a number, `$Latest` or `$Default`; `undefined` where there is none. Calls `ec2.DescribeLaunchTemplateVersions`
 * for all versions (AWS answers a missing number with an error), at most five pages of 200.
 */
export async function readTemplateVersion(
  io: StepIo,
  region: string,
  templateId: string,
  version: string,
): Promise<TemplateVersion | undefined> {
  const all: TemplateVersion[] = [];
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await io.call('ec2.DescribeLaunchTemplateVersions', region, {
      LaunchTemplateId: templateId,
      MaxResults: 200,
      ...(token !== undefined && { NextToken: token }),
    });
    for (const one of answer.LaunchTemplateVersions ?? []) {
      const { VersionNumber = 0, DefaultVersion = false, LaunchTemplateData } = one;
      all.push({ number: String(VersionNumber), image: LaunchTemplateData?.ImageId ?? '', isDefault: DefaultVersion });
    }
    token = answer.NextToken;
    if (token === undefined) break;
  }
  if (version === '$Default') return all.find((one) => one.isDefault);
  if (version !== '$Latest') return all.find((one) => one.number === version);
  return all.reduce<TemplateVersion | undefined>(
    (latest, one) => (latest === undefined || Number(one.number) > Number(latest.number) ? one : latest),
    undefined,
  );
}

const MAX_PAGES = 5;
