import { readCbor } from '../../src/twin/wire/codec/cbor-read.ts';
import { parseXml, type XmlElement } from '../../src/twin/wire/codec/xml-parse.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** What is wrong with an answer as one of AWS's; `undefined` where nothing is. A 500 is a bug of the twin: no fault is on.
 * 503 is EC2's throttling. */
export function wrongWith({ status, headers, body }: Answer, method: string): string | undefined {
  if (status === 500) return `status 500: ${body.toString().slice(0, 300)}`;
  if (!(status >= 200 && status < 300) && !(status >= 400 && status < 500) && status !== 501 && status !== 503)
    return `status ${status}`;
  // a path or a header that is too long never gets past HTTP
  if (status === 431) return undefined;
  if (!headers['x-amzn-requestid']) return `${status} without a request id`;
  if (method === 'HEAD') return undefined;
  try {
    const code = codeOf(headers, body);
    if (status >= 400 && !code) return `${status} without a code: ${body.toString().slice(0, 300)}`;
    return undefined;
  } catch (error) {
    return `${headers['content-type']} that cannot be read: ${String(error)}: ${body.toString().slice(0, 300)}`;
  }
}

/** The error's code by the protocol of the answer. Throws where the body is not what its type says. */
export function codeOf(headers: Answer['headers'], body: Buffer): string | undefined {
  const type = headers['content-type'] ?? '';
  if (type === 'text/xml') return body.length === 0 ? undefined : textUnder(parseXml(body.toString()), 'Code');
  if (type === 'application/cbor') return (readCbor(body) as { __type?: string }).__type;
  if (!type.includes('json')) throw new Error('a type that no protocol of AWS has');
  // the payload of some operations is the whole body, and not JSON
  const tree =
    body.length === 0 || headers['x-amzn-errortype'] === undefined ? {} : (JSON.parse(body.toString()) as object);
  const named =
    type === 'application/json'
      ? headers['x-amzn-errortype']
      : (JSON.parse(body.toString()) as { __type?: string }).__type;
  return named ?? (tree as { __type?: string }).__type;
}

function textUnder(element: XmlElement, tag: string): string | undefined {
  if (element.tag === tag) return element.text;
  for (const child of element.children) {
    const found = textUnder(child, tag);
    if (found) return found;
  }
  return undefined;
}
