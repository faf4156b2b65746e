import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Edge, Provenance } from '../../src/evidence/framework.ts';

interface Mapped {
  readonly id: string;
  readonly securityHub: readonly { readonly id: string; readonly inFSBP: boolean }[];
  readonly nist80053r5: readonly string[];
  readonly nistSource: string;
  readonly cisV3V5: string;
  readonly pciDss401: string;
  readonly soc2: string;
  readonly hipaa: string;
  readonly iso27001_2022: string;
}

/**
 * The edges of a framework as the catalogue's mappings say them, by requirement and control. Its legend says where each comes from: a
 * bare one by framework, `p` Prowler 5.40, `*` our judgement.
 */
export function edgesOf(framework: string): readonly Edge[] {
  const read = MAPPINGS[framework];
  if (read === undefined) throw new Error(`the catalogue maps no framework ${framework}`);
  const path = join(import.meta.dirname, '..', '..', 'policies', 'controls.json');
  const { controls } = JSON.parse(readFileSync(path, 'utf8')) as { readonly controls: readonly Mapped[] };
  return controls.flatMap((control) => read(control).map((named) => ({ ...named, control: control.id })));
}

type Named = Omit<Edge, 'control'>;

const MAPPINGS: Readonly<Record<string, (control: Mapped) => readonly Named[]>> = {
  'aws-fsbp': ({ securityHub }) =>
    securityHub.filter(({ inFSBP }) => inFSBP).map(({ id }) => ({ requirement: id, provenance: HUB })),
  'cis-aws-3.0': (control) => cis(control, 0),
  'cis-aws-5.0': (control) => cis(control, 1),
  hipaa: ({ hipaa }) => marked(hipaaIds(hipaa), 'prowler'),
  'iso-27001-2022': ({ iso27001_2022 }) => marked(split(iso27001_2022), 'prowler'),
  'nist-800-53-r5': ({ nist80053r5, nistSource }) =>
    nist80053r5.map((requirement) => ({
      requirement,
      provenance: nistSource === 'researcher judgement' ? JUDGED : HUB,
    })),
  'pci-dss-4.0.1': ({ pciDss401 }) => marked(split(pciDss401), HUB),
  'soc-2': ({ soc2 }) => marked(split(soc2), 'prowler'),
};

const HUB: Provenance = 'aws-security-hub';
const JUDGED: Provenance = 'judgement';

/** `2.3.1/2.2.1; –/2.2.4`: of version 3.0 before the stroke, of version 5.0 behind it. */
function cis({ cisV3V5 }: Mapped, index: 0 | 1): Named[] {
  const ids = cisV3V5.split(';').map((pair) => pair.split('/')[index]?.trim() ?? '–');
  return ids.filter((id) => id !== '–' && id !== '').map((requirement) => ({ requirement, provenance: HUB }));
}

function split(text: string): string[] {
  return text === '–' ? [] : text.split(',').map((id) => id.trim());
}

function marked(ids: readonly string[], bare: Provenance): Named[] {
  return ids.map((id) => {
    const mark = /[*p]$/.exec(id)?.[0];
    const provenance = mark === '*' ? JUDGED : mark === 'p' ? 'prowler' : bare;
    return { requirement: mark === undefined ? id : id.slice(0, -1), provenance };
  });
}

/** `308(a)(7)(i),(ii)(A), 312(b)*`: a paragraph that begins with a bracket stands in the section of the one before; a mark counts for both. */
function hipaaIds(text: string): string[] {
  const ids: string[] = [];
  for (const part of split(text)) {
    const mark = /\*$/.exec(part)?.[0] ?? '';
    const bare = part.replace(/\*$/, '');
    const before = ids.at(-1)?.replace(/\*$/, '') ?? '';
    ids.push(bare.startsWith('(') ? `${stem(before, bare)}${bare}${mark}` : `164.${bare}${mark}`);
    if (bare.startsWith('(') && mark !== '') ids.splice(-2, 1, `${before}${mark}`);
  }
  return ids;
}

/** What `308(a)(7)(ii)(B)` and `(C)`, or `308(a)(7)(i)` and `(ii)(A)`, have in common. */
function stem(before: string, next: string): string {
  const kind = kindOf(/^\((\w+)\)/.exec(next)?.[1] ?? '');
  const parts = before.match(/^164\.\d+|\(\w+\)/g) ?? [];
  const at = parts.findLastIndex((part) => kindOf(part.replace(/[()]/g, '')) === kind);
  return parts.slice(0, at).join('');
}

function kindOf(label: string): string {
  if (/^\d+$/.test(label)) return 'number';
  if (/^[ivx]+$/.test(label)) return 'roman';
  return /^[A-Z]+$/.test(label) ? 'capital' : 'letter';
}
