import struct, { type Struct, type Value } from 'google-protobuf/google/protobuf/struct_pb.js';
import type { PropertyMap, PropertyValue } from './property.ts';

/** A property bag as a protobuf struct. Members that are undefined are left out. */
export function structOf(properties: PropertyMap): Struct {
  const result = new struct.Struct();
  const fields = result.getFieldsMap();
  for (const [key, value] of Object.entries(properties)) if (value !== undefined) fields.set(key, toValue(value));
  return result;
}

/** A protobuf struct as a property bag; an absent one is empty. */
export function propertiesOf(properties: Struct | undefined): PropertyMap {
  return (properties?.toJavaScript() ?? {}) as PropertyMap;
}

function toValue(value: PropertyValue): Value {
  const result = new struct.Value();
  if (value === null) return result.setNullValue(struct.NullValue.NULL_VALUE);
  if (typeof value === 'string') return result.setStringValue(value);
  if (typeof value === 'number') return result.setNumberValue(value);
  if (typeof value === 'boolean') return result.setBoolValue(value);
  if (!Array.isArray(value)) return result.setStructValue(structOf(value as PropertyMap));
  return result.setListValue(new struct.ListValue().setValuesList(value.map(toValue)));
}
