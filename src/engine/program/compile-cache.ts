import { createRequire, getCompileCacheDir } from 'node:module';
import { dirname, join } from 'node:path';

/** Where this process keeps its own compiled code, else beside the packages. */
export function compileCacheFolder(): string {
  const own = getCompileCacheDir();
  return own === undefined ? join(runtimeFolder(), '..', '..', '.cache', 'evenkeel', 'compiled') : dirname(own);
}

/** The folder of Pulumi's own runtime. */
export function runtimeFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('@pulumi/pulumi/package.json'));
}
