import { execFile } from 'node:child_process';
import { type AwsCli, CLIENT_ENVIRONMENT } from '../../support/aws-cli.ts';
import type { ClientCall } from './sdk-call.ts';

/** What a client of another language made of a call. `code` and `error` are what its exception carries. */
export interface ForeignAnswer {
  readonly output?: object;
  readonly error?: string;
  readonly code?: string;
  readonly status?: number;
}

/** The calls in one process of boto3, in order; instants come back as ISO 8601, bytes as base64. */
export function boto3Calls(url: string, calls: readonly ClientCall[]): Promise<ForeignAnswer[]> {
  return python<ForeignAnswer>('python3', BOTO3, url, calls);
}

/** The calls as command lines of an AWS CLI, `--cli-input-json` each, in order and, where possible, in one process. */
export function awsCalls(aws: AwsCli, url: string, calls: readonly ClientCall[]): Promise<ForeignAnswer[]> {
  return awsLines(
    aws,
    calls.map((call) => commandLine(call, url)),
  );
}

/** Whole command lines. What the CLI sleeps between two looks is cut short where its Python can be told to. */
export function awsLines(aws: AwsCli, lines: readonly (readonly string[])[]): Promise<ForeignAnswer[]> {
  if (aws.python === undefined) return oneByOne(aws, lines);
  return python<ForeignAnswer>(
    aws.python,
    AWS_CLI,
    '',
    lines.map((line) => ({ line })),
  );
}

/** Of each listing: how many items botocore's paginator gives in pages of a size, and whether there were several pages. */
export function boto3Pages(
  url: string,
  listings: readonly (ClientCall & { items: string; size: number })[],
): Promise<[number, boolean][]> {
  return python('python3', BOTO3_PAGES, url, listings);
}

export function commandLine({ service, operation, region, input }: ClientCall, url: string): string[] {
  const words = [service, dashed(operation), '--cli-input-json', JSON.stringify(input)];
  return ['--endpoint-url', url, '--region', region, '--output', 'json', ...words];
}

/** `DescribeDBClusters` as the CLI spells it: `describe-db-clusters`. */
export function dashed(operation: string): string {
  return operation
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

async function oneByOne({ path }: AwsCli, lines: readonly (readonly string[])[]): Promise<ForeignAnswer[]> {
  const answers: ForeignAnswer[] = [];
  for (const line of lines) {
    answers.push(
      await new Promise((done) =>
        execFile(path, [...line], { env: CLIENT_ENVIRONMENT, maxBuffer: LIMIT }, (error, stdout, stderr) =>
          done(error ? { error: stderr, ...codeIn(stderr) } : { output: JSON.parse(stdout || '{}') as object }),
        ),
      ),
    );
  }
  return answers;
}

function codeIn(text: string): { code?: string } {
  const [, code] = /An error occurred \(([^)]+)\)/.exec(text) ?? [];
  return code === undefined ? {} : { code };
}

const LIMIT = 256 * 1024 * 1024;

function python<Answer>(program: string, script: string, url: string, calls: readonly object[]): Promise<Answer[]> {
  return new Promise((done, fail) => {
    const child = execFile(
      program,
      ['-c', script, url],
      { env: CLIENT_ENVIRONMENT, maxBuffer: LIMIT },
      (error, stdout, stderr) => {
        if (error) fail(new Error(`${program} ended: ${stderr.slice(-4000)}`, { cause: error }));
        else done(JSON.parse(stdout) as Answer[]);
      },
    );
    child.stdin?.end(JSON.stringify(calls));
  });
}

const BOTO3 = `
import base64, boto3, datetime, json, sys
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError
config = Config(retries={'total_max_attempts': 1}, proxies={})
clients = {}
def client(call):
    key = (call['service'], call['region'])
    if key not in clients:
        clients[key] = boto3.client(call['service'], region_name=call['region'], endpoint_url=sys.argv[1], config=config)
    return clients[key]
def plain(value):
    if isinstance(value, datetime.datetime): return value.astimezone(datetime.timezone.utc).isoformat()
    if isinstance(value, (bytes, bytearray)): return base64.b64encode(value).decode()
    raise TypeError(repr(value))
answers = []
for call in json.load(sys.stdin):
    try:
        output = getattr(client(call), xform_name(call['operation']))(**call['input'])
        output.pop('ResponseMetadata', None)
        answers.append({'output': output})
    except ClientError as e:
        answers.append({'error': type(e).__name__, 'code': e.response['Error']['Code'], 'status': e.response['ResponseMetadata']['HTTPStatusCode']})
    except Exception as e:
        answers.append({'error': repr(e)})
json.dump(answers, sys.stdout, default=plain)
`;

const BOTO3_PAGES = `
import boto3, json, sys
from botocore import xform_name
from botocore.config import Config
config = Config(retries={'total_max_attempts': 1}, proxies={})
answers = []
for call in json.load(sys.stdin):
    client = boto3.client(call['service'], region_name=call['region'], endpoint_url=sys.argv[1], config=config)
    pages = list(client.get_paginator(xform_name(call['operation'])).paginate(PaginationConfig={'PageSize': call['size']}, **call['input']))
    if call['operation'] == 'GetMetricData': count = sum(len(r['Values']) for p in pages for r in p[call['items']])
    else: count = sum(len(p.get(call['items']) or []) for p in pages)
    answers.append([count, len(pages) > 1])
json.dump(answers, sys.stdout)
`;

const AWS_CLI = `
import contextlib, io, json, re, sys, time
from awscli.clidriver import create_clidriver
sleep = time.sleep
time.sleep = lambda seconds: sleep(min(seconds, 0.05))
answers = []
driver = create_clidriver()
for call in json.load(sys.stdin):
    out = io.TextIOWrapper(io.BytesIO(), 'utf-8', write_through=True); err = io.TextIOWrapper(io.BytesIO(), 'utf-8', write_through=True)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try: code = driver.main(call['line'])
        except SystemExit as e: code = e.code
    text = out.buffer.getvalue().decode(); wrong = err.buffer.getvalue().decode()
    if code == 0: answers.append({'output': json.loads(text or '{}')})
    else:
        found = re.search(r'An error occurred \\(([^)]+)\\)', wrong)
        answers.append(dict({'error': wrong or repr(code)}, **({'code': found.group(1)} if found else {})))
json.dump(answers, sys.__stdout__)
`;
