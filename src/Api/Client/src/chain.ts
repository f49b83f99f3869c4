import { fetchBytes, type Fetch } from './resources.js';

const maxBytes = 4 * 1024 * 1024;

/** The endpoint cannot be reached, refuses, or answers what no node says. Nothing is known then. */
export class ChainUnavailable extends Error {}

export interface Transaction {
  /** Lower-case hex with 0x, as all hex here. */
  readonly hash: string;
  readonly from: string;
  readonly to: string | undefined;
  readonly input: string;
}

export interface Receipt {
  readonly transactionHash: string;
  readonly blockHash: string;
  readonly blockNumber: number;
  readonly succeeded: boolean;
}

export interface Block {
  readonly number: number;
  readonly hash: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
}

/** An EVM node by JSON-RPC 2.0 over HTTP. Its address may hold a secret: no message shows it. */
export class Chain {
  private lastId = 0;

  constructor(private readonly url: string, private readonly fetch: Fetch, private readonly timeoutMs: number) {}

  async chainId(): Promise<number> {
    return quantity(await this.call('eth_chainId'));
  }

  async transaction(hash: string): Promise<Transaction | undefined> {
    const answer = await this.call('eth_getTransactionByHash', hash);
    return answer === null ? undefined : {
      hash: hexOf(answer, 'hash', 32),
      from: hexOf(answer, 'from', 20),
      to: membersOf(answer).to == null ? undefined : hexOf(answer, 'to', 20),
      input: hexOf(answer, 'input'),
    };
  }

  async receipt(hash: string): Promise<Receipt | undefined> {
    const answer = await this.call('eth_getTransactionReceipt', hash);
    return answer === null ? undefined : {
      transactionHash: hexOf(answer, 'transactionHash', 32),
      blockHash: hexOf(answer, 'blockHash', 32),
      blockNumber: quantity(membersOf(answer).blockNumber),
      succeeded: quantity(membersOf(answer).status) === 1,
    };
  }

  async block(numberOrTag: number | 'latest'): Promise<Block | undefined> {
    const place = numberOrTag === 'latest' ? numberOrTag : `0x${numberOrTag.toString(16)}`;
    const answer = await this.call('eth_getBlockByNumber', place, false);
    return answer === null ? undefined : {
      number: quantity(membersOf(answer).number), hash: hexOf(answer, 'hash', 32), timestamp: quantity(membersOf(answer).timestamp),
    };
  }

  private async call(method: string, ...params: readonly (string | boolean)[]): Promise<unknown> {
    const id = ++this.lastId;
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ jsonrpc: '2.0', id, method, params }) };
    const fetched = await fetchBytes(this.fetch, this.url, request, { timeoutMs: this.timeoutMs, maxBytes });
    if (!('bytes' in fetched)) {
      throw new ChainUnavailable();
    }

    const answer = membersOf(parse(fetched.bytes));
    if (answer.jsonrpc !== '2.0' || answer.id !== id || answer.error != null || answer.result === undefined) {
      throw new ChainUnavailable();
    }

    return answer.result;
  }
}

function parse(utf8: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(utf8));
  } catch {
    throw new ChainUnavailable();
  }
}

function membersOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ChainUnavailable();
  }

  return value as Record<string, unknown>;
}

/** A QUANTITY of the execution API; larger than a whole number can be is nonsense. */
function quantity(value: unknown): number {
  const number = typeof value === 'string' && /^0x[0-9a-f]+$/i.test(value) ? Number(value) : NaN;
  if (!Number.isSafeInteger(number)) {
    throw new ChainUnavailable();
  }

  return number;
}

/** DATA of the execution API; any even length when none is given. */
function hexOf(owner: unknown, name: string, bytes?: number): string {
  const value = membersOf(owner)[name];
  if (typeof value !== 'string' || !/^0x(?:[0-9a-f]{2})*$/i.test(value) || (bytes !== undefined && value.length !== 2 + 2 * bytes)) {
    throw new ChainUnavailable();
  }

  return value.toLowerCase();
}
