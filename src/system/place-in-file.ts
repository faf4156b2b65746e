import { readFileSync } from 'node:fs';
import { type Path, type PositionedDocument, readDocument } from '../lib/positioned-document.ts';

/** `file:line:col` of a part of a system file, or of the nearest part around it that exists. Reads the file when first asked. */
export type PlaceInFile = (path: Path) => string;

export function placeInFile(file: string): PlaceInFile {
  let document: PositionedDocument | undefined;
  return (path) => {
    document ??= readDocument(readFileSync(file, 'utf8'), file, 'system');
    return document.at(path);
  };
}
