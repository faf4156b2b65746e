import { assert } from '../../../lib/errors.ts';
import {
  type ErrorModel,
  type MemberModel,
  type MemberTraits,
  type ModelFile,
  type OperationModel,
  SCALARS,
  type ScalarKind,
  type ServiceFacts,
  type ShapeModel,
} from './file.ts';

/** A service's model with its names resolved. Shapes are linked when first used: EC2 alone has hundreds. */
export class ServiceModel {
  readonly facts: ServiceFacts;
  readonly operations: ReadonlyMap<string, Operation>;
  readonly #file: ModelFile;
  readonly #shapes = new Map<string, Shape>();
  #errors: ReadonlyMap<string, Structure> | undefined;

  constructor(file: ModelFile) {
    this.facts = file;
    this.#file = file;
    this.operations = new Map(
      Object.entries(file.operations).map(([name, operation]) => [name, new Operation(name, operation, this)]),
    );
  }

  /** The modelled error of a code, which may be the shape's name or the code that query protocols carry. */
  error(code: string): Structure | undefined {
    this.#errors ??= this.#linkErrors();
    return this.#errors.get(code);
  }

  shape(name: string): Shape {
    let shape = this.#shapes.get(name);
    if (!shape) {
      shape = this.#link(name);
      this.#shapes.set(name, shape);
    }
    return shape;
  }

  #link(name: string): Shape {
    if (isScalar(name)) return { kind: name };
    const model: ShapeModel | undefined = this.#file.shapes[name];
    assert(model, `${this.facts.service} has a shape ${name}`);
    if (model.list) return { kind: 'list', item: new Member('member', model.list, this) };
    if (model.map) return { kind: 'map', keyName: model.keyName ?? 'key', value: new Member('value', model.map, this) };
    const members = Object.entries(model.members ?? {}).map(([key, member]) => new Member(key, member, this));
    return { kind: 'structure', name, members, isUnion: model.union === true, error: model.error };
  }

  #linkErrors(): ReadonlyMap<string, Structure> {
    const errors = new Map<string, Structure>();
    for (const name of this.#file.errors) {
      const shape = structureOf(this.shape(name));
      errors.set(name, shape);
      const code = shape.error?.queryCode;
      if (code !== undefined && !errors.has(code)) errors.set(code, shape);
    }
    return errors;
  }
}

export class Operation {
  readonly name: string;
  readonly http: OperationModel['http'];
  readonly #model: OperationModel;
  readonly #service: ServiceModel;

  constructor(name: string, model: OperationModel, service: ServiceModel) {
    this.name = name;
    this.http = model.http;
    this.#model = model;
    this.#service = service;
  }

  get input(): Structure {
    return structureOf(this.#service.shape(this.#model.input));
  }

  get output(): Structure {
    return structureOf(this.#service.shape(this.#model.output));
  }
}

export type Shape = Scalar | Structure | List | MapShape;
export interface Scalar {
  readonly kind: ScalarKind;
}
export interface Structure {
  readonly kind: 'structure';
  readonly name: string;
  /** Of a union exactly one member is there. */
  readonly isUnion: boolean;
  readonly members: readonly Member[];
  readonly error: ErrorModel | undefined;
}
export interface List {
  readonly kind: 'list';
  readonly item: Member;
}
export interface MapShape {
  readonly kind: 'map';
  readonly keyName: string;
  readonly value: Member;
}

export class Member {
  readonly name: string;
  readonly traits: MemberTraits;
  /** Its name in XML, and in queries other than EC2's. */
  readonly xmlName: string;
  readonly #service: ServiceModel;
  #shape: Shape | undefined;

  constructor(name: string, model: MemberModel, service: ServiceModel) {
    this.name = name;
    this.traits = typeof model === 'string' ? { type: model } : model;
    this.xmlName = this.traits.xmlName ?? name;
    this.#service = service;
  }

  get shape(): Shape {
    this.#shape ??= this.#service.shape(this.traits.type);
    return this.#shape;
  }
}

function structureOf(shape: Shape): Structure {
  assert(shape.kind === 'structure', 'inputs, outputs and errors are structures');
  return shape;
}

function isScalar(name: string): name is ScalarKind {
  return (SCALARS as readonly string[]).includes(name);
}
