import { Config } from '@pulumi/pulumi';
import * as accounts from './accounts.ts';
import * as containers from './containers.ts';
import * as data from './data.ts';
import { siteOf } from './parts.ts';
import * as serverless from './serverless.ts';
import * as web from './web.ts';

/** The programs of one family, each in a component of its own: `test:family`. */
const FAMILIES = { accounts, containers, data, serverless, web };
const family = new Config('test').require('family') as keyof typeof FAMILIES;
const programs = Object.entries(FAMILIES[family]);
for (const [name, program] of programs) program(siteOf(name.toLowerCase()));
export const architectures = programs.map(([name]) => name);
