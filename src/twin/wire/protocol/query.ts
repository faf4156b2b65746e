import { recordOf } from '../codec/record.ts';
import { escapeXml, writeXmlMembers } from '../codec/xml-write.ts';
import type { WireResponse } from '../message.ts';
import type { ServiceModel } from '../model/shape.ts';
import { resolveError } from './error-answer.ts';
import type { ErrorAnswer, OutputAnswer, Protocol } from './protocol.ts';

/** Forms in, XML out: STS, RDS, Auto Scaling, ELB, IAM, and CloudWatch from clients of its query days. */
export const awsQuery: Protocol = {
  name: 'awsQuery',
  writeOutput({ service, operation, output, requestId }: OutputAnswer): WireResponse {
    const shape = operation.output;
    const members = writeXmlMembers(shape, recordOf(output));
    const result = shape.name === 'Unit' ? '' : `<${operation.name}Result>${members}</${operation.name}Result>`;
    const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
    return xml(200, requestId, element(`${operation.name}Response`, service, result + metadata));
  },
  writeError: writeXmlError,
};

/** The same with EC2's own names, lists and errors. */
export const ec2Query: Protocol = {
  name: 'ec2Query',
  writeOutput({ service, operation, output, requestId }: OutputAnswer): WireResponse {
    const members = writeXmlMembers(operation.output, recordOf(output));
    const content = `<requestId>${requestId}</requestId>${members}`;
    return xml(200, requestId, element(`${operation.name}Response`, service, content));
  },
  writeError(answer: ErrorAnswer): WireResponse {
    const { status, queryCode, message } = resolveError(answer);
    const error = `<Error><Code>${escapeXml(queryCode)}</Code><Message>${escapeXml(message)}</Message></Error>`;
    const { requestId } = answer;
    return xml(status, requestId, `<Response><Errors>${error}</Errors><RequestID>${requestId}</RequestID></Response>`);
  },
};

/** The error document of `awsQuery` and of Route 53. */
export function writeXmlError(answer: ErrorAnswer): WireResponse {
  const { status, queryCode, fault, message, shape, members, messageName } = resolveError(answer);
  const { [messageName]: _message, ...others } = members;
  const code = `<Code>${escapeXml(queryCode)}</Code><Message>${escapeXml(message)}</Message>`;
  const error = `<Error><Type>${fault}</Type>${code}${shape ? writeXmlMembers(shape, others) : ''}</Error>`;
  const content = `${error}<RequestId>${answer.requestId}</RequestId>`;
  return xml(status, answer.requestId, element('ErrorResponse', answer.service, content));
}

/** The outermost element, in the service's namespace. */
export function element(tag: string, service: ServiceModel | undefined, content: string): string {
  const namespace = service?.facts.xmlNamespace;
  return `<${tag}${namespace === undefined ? '' : ` xmlns="${namespace}"`}>${content}</${tag}>`;
}

export function xml(status: number, requestId: string, body: string): WireResponse {
  const headers = { 'content-type': 'text/xml', 'x-amzn-requestid': requestId };
  return { status, headers, body: body === '' ? '' : `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
}
