import type { ErrorModel, MemberModel, MemberTraits, ScalarKind, ShapeModel } from '../../src/twin/wire/model/file.ts';
import { isSchema, resolve, type Schema, type SchemaRef, SchemaType, type Traits, traitsOf, unwrap } from './schema.ts';

/** Collects the shapes that schemas reach, each under its own name. */
export class ShapeCollector {
  readonly #shapes = new Map<string, ShapeModel>();
  readonly #names = new Map<unknown, string>();

  /** The scalar kind or shape name of a schema, collected with everything that it reaches. */
  add(ref: unknown, where: string): string {
    const target = resolve(ref);
    if (target === 'unit') return this.#put('unit', 'Unit', () => ({ members: {} }));
    if (typeof target === 'number') return this.#addNumber(target, where);
    if (!isSchema(target)) throw new Error(`${where}: unknown schema ${JSON.stringify(target)}`);
    const schema = target;
    const [type, , name] = schema;
    if (type === SchemaType.simple) {
      traitsOf(schema[3], `${where} > ${name}`);
      return this.add(schema[4], where);
    }
    return this.#put(schema, name, () => this.#shapeOf(schema, `${where} > ${name}`));
  }

  /** All shapes, sorted by name. */
  sorted(): Record<string, ShapeModel> {
    return Object.fromEntries([...this.#shapes].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #addNumber(code: number, where: string): string {
    const kind = SCALAR_CODES[code & SCALAR_MASK];
    if (kind === undefined) throw new Error(`${where}: unknown scalar ${code}`);
    if (code === (code & SCALAR_MASK)) return kind;
    if (code & MAP_BIT) return this.#put(code, `map<${kind}>`, () => ({ map: kind }));
    return this.#put(code, `list<${kind}>`, () => ({ list: kind }));
  }

  #shapeOf(schema: Schema, where: string): ShapeModel {
    const traits = traitsOf(schema[3], where);
    switch (schema[0]) {
      case SchemaType.list:
        return { list: this.#member(schema[4], where, false) };
      case SchemaType.map: {
        const keyName = unwrap(schema[4], where).traits.xmlName;
        return { map: this.#member(schema[5], where, false), ...(keyName === undefined ? {} : { keyName }) };
      }
      case SchemaType.structure:
        return { members: this.#members(schema, where) };
      case SchemaType.union:
        return { union: true, members: this.#members(schema, where) };
      case SchemaType.error:
        return { error: errorOf(traits), members: this.#members(schema, where) };
      default:
        throw new Error(`${where}: unknown schema type ${schema[0]}`);
    }
  }

  #members(schema: Schema, where: string): Record<string, MemberModel> {
    const [, , , , names, refs, required] = schema as unknown as [0, 0, 0, 0, string[], SchemaRef[], number?];
    return Object.fromEntries(
      names.map((name, index) => [name, this.#member(refs[index], `${where}.${name}`, index < (required ?? 0))]),
    );
  }

  #member(ref: unknown, where: string, required: boolean): MemberModel {
    const { traits, target } = unwrap(ref, where);
    const model: MemberTraits = {
      type: this.add(target, where),
      ...(required ? { required: true } : {}),
      ...(traits.xmlName === undefined ? {} : { xmlName: traits.xmlName }),
      ...(traits.ec2QueryName === undefined ? {} : { ec2QueryName: traits.ec2QueryName }),
      ...(traits.httpLabel ? { label: true } : {}),
      ...(traits.httpQuery === undefined ? {} : { query: traits.httpQuery }),
      ...(traits.httpHeader === undefined ? {} : { header: traits.httpHeader.toLowerCase() }),
      ...(traits.httpPayload ? { payload: true } : {}),
      ...(traits.httpResponseCode ? { statusCode: true } : {}),
      ...(traits.idempotencyToken ? { idempotencyToken: true } : {}),
    };
    return Object.keys(model).length === 1 ? model.type : model;
  }

  /** The name goes in before its contents, because shapes may contain themselves. */
  #put(key: unknown, name: string, build: () => ShapeModel): string {
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    this.#names.set(key, name);
    const before = this.#shapes.get(name);
    if (!before) this.#shapes.set(name, {});
    const shape = build();
    // the packages repeat small lists and maps where they are used
    if (before && JSON.stringify(before) !== JSON.stringify(shape)) throw new Error(`two shapes are called ${name}`);
    this.#shapes.set(name, shape);
    return name;
  }
}

function errorOf(traits: Traits): ErrorModel {
  const status = traits.httpError ?? traits.awsQueryError?.[1];
  const queryCode = traits.awsQueryError?.[0];
  return {
    fault: traits.error ?? 'client',
    ...(status === undefined ? {} : { status }),
    ...(queryCode === undefined ? {} : { queryCode }),
  };
}

/** Codes of `@smithy/types`, `schema/sentinels.d.ts`. Those that no served operation uses are left out on purpose. */
const SCALAR_CODES: Readonly<Record<number, ScalarKind>> = {
  0: 'string',
  1: 'number',
  2: 'boolean',
  4: 'timestamp',
  21: 'blob',
};
const SCALAR_MASK = 0b0011_1111;
const MAP_BIT = 0b1000_0000;
