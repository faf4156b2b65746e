import { getRandomPasswordOutput } from '@pulumi/aws/secretsmanager/getRandomPassword.js';
import { Secret } from '@pulumi/aws/secretsmanager/secret.js';
import { SecretVersion } from '@pulumi/aws/secretsmanager/secretVersion.js';
import { all, ComponentResource, type ComponentResourceOptions, type Output, secret } from '@pulumi/pulumi';
import type { Place } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';

/**
 * The master user of the database: a password that AWS makes at creation, that nobody types or sees, copied to every
 * site's region. (AWS refuses a password that it manages itself for a global database.)
 */
export class DatabaseSecret extends ComponentResource {
  readonly username: string;
  /** Secret. */
  readonly password: Output<string>;
  /** ARN of the copy in each site's region. */
  readonly arns: Output<Record<string, string>>;

  constructor(name: string, args: DatabaseSecretArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:DatabaseSecret', name, {}, options);
    const { place, region } = args;
    const regions = place.environment.sites.map((site) => site.region);
    this.username = MASTER_USER;
    // no name of our own: AWS keeps a deleted secret's name taken for weeks
    const store = new Secret(
      `${name}-secret`,
      {
        description: `master user of the database of ${place.prefix}`,
        replicas: regions.filter((other) => other !== region).map((other) => ({ region: other })),
        tags: tagsOf(place, 'database-secret', place.prefix),
      },
      { parent: this },
    );
    const generated = getRandomPasswordOutput(
      { passwordLength: 40, excludePunctuation: true, requireEachIncludedType: true },
      { parent: this },
    );
    const version = new SecretVersion(
      `${name}-version`,
      {
        secretId: store.id,
        secretString: secret(generated.randomPassword).apply((password) =>
          JSON.stringify({ username: MASTER_USER, password }),
        ),
      },
      {
        parent: this,
        // a password is made at every run and used at the first
        ignoreChanges: ['secretString'],
      },
    );
    this.password = secret(version.secretString).apply((text) => passwordIn(text));
    // the ARN of a copy differs in its region alone
    this.arns = all([store.arn, version.versionId]).apply(([arn]) =>
      Object.fromEntries(regions.map((other) => [other, arn.replace(`:${region}:`, `:${other}:`)])),
    );
    this.registerOutputs({ arns: this.arns });
  }
}

export interface DatabaseSecretArgs {
  readonly place: Place;
  /** The region where the secret itself is; the others hold copies. */
  readonly region: string;
}

const MASTER_USER = 'evenkeel';

function passwordIn(text: string | undefined): string {
  const { password } = JSON.parse(text ?? '{}') as { password?: string };
  if (password === undefined) throw new Error('broken invariant: the secret holds the password it was made with');
  return password;
}
