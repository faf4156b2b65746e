import type { Problem } from '../lib/errors.ts';
import type { Path } from '../lib/positioned-document.ts';
import { isPrivate, overlaps, parseCidr } from './cidr.ts';
import { defaultCidr } from './regions.ts';
import type { SiteFile } from './system-file.ts';

export type Report = (rule: string, path: Path, problem: Omit<Problem, 'code' | 'at'>) => void;

/** Reports what is wrong with an environment's sites taken together. `path` is that of the list. */
export function siteProblems(sites: readonly SiteFile[], path: Path, report: Report): void {
  founderProblem(sites, path, report);
  sites.forEach((site, index) => {
    const earlier = sites.slice(0, index);
    const here = [...path, index];
    if (earlier.some(({ name }) => name === site.name)) {
      report('site-name', [...here, 'name'], {
        message: 'two sites have the same name',
        found: site.name,
        allowed: 'a name of its own for each site',
        next: 'rename one of them',
      });
    }
    const twin = earlier.find(({ region }) => region === site.region);
    if (twin !== undefined) {
      report('region', [...here, 'region'], {
        message: `site ${twin.name} is in that region already`,
        found: site.region,
        allowed: 'a region of its own for each site: a global database has one member in each',
        next: 'choose another region',
      });
    }
    zoneProblems(site, here, report);
    if (twin === undefined) addressProblems(site, earlier, here, report);
  });
}

function founderProblem(sites: readonly SiteFile[], path: Path, report: Report): void {
  const founders = sites.filter((site) => site.founder === true);
  if (founders.length === 1) return;
  const second = sites.findLastIndex((site) => site.founder === true);
  report('founder', founders.length === 0 ? path : [...path, second, 'founder'], {
    message: founders.length === 0 ? 'no site is the founder' : 'more than one site is the founder',
    found: founders.length === 0 ? 'none' : founders.map(({ name }) => name).join(', '),
    allowed: 'founder: true at exactly one site, the first member of the global database',
    next:
      founders.length === 0 ? 'mark the site where the database was, or will be, opened' : 'leave it at one of them',
  });
}

function zoneProblems(site: SiteFile, path: Path, report: Report): void {
  site.zones.forEach((zone, index) => {
    if (zone.slice(0, -1) === site.region) return;
    report('zone', [...path, 'zones', index], {
      message: `site ${site.name} names a zone of another region`,
      found: zone,
      allowed: `zones of ${site.region}, such as ${site.region}a`,
      next: 'correct the zone or the region',
    });
  });
}

function addressProblems(site: SiteFile, earlier: readonly SiteFile[], path: Path, report: Report): void {
  const text = site.cidr ?? defaultCidr(site.region) ?? '';
  const block = parseCidr(text);
  const place = site.cidr === undefined ? [...path, 'region'] : [...path, 'cidr'];
  if (block === undefined || block.prefix !== 16 || !isPrivate(block)) {
    report('cidr', place, {
      message: `the addresses of site ${site.name} do not fit`,
      found: text,
      allowed: 'a /16 of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 that begins at its first address',
      next: 'choose such a block',
    });
    return;
  }
  for (const other of earlier) {
    const taken = parseCidr(other.cidr ?? defaultCidr(other.region) ?? '');
    if (taken === undefined || !overlaps(block, taken)) continue;
    report('cidr', place, {
      message: `site ${other.name} has some of these addresses`,
      found: text,
      allowed: `a block that does not overlap ${other.cidr ?? defaultCidr(other.region) ?? ''}`,
      next: 'choose another block',
    });
  }
}
