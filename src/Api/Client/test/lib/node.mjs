// A chain in memory that answers JSON-RPC as a node does, and the documents beside it, behind one `fetch`.

/** Hex that is recognizable in a failing test. */
export const hash = (digit) => `0x${String(digit).repeat(64)}`;

export function chainOf({ chainId = 84532, transaction, from, root, seconds, height = 100, latest = 105 }) {
  const mined = { hash: hash('b'), number: height };
  return {
    chainId,
    transactions: { [transaction]: { hash: transaction, from, to: from, input: root, value: '0x0', blockHash: mined.hash, blockNumber: `0x${height.toString(16)}` } },
    receipts: { [transaction]: { transactionHash: transaction, blockHash: mined.hash, blockNumber: `0x${height.toString(16)}`, status: '0x1', gasUsed: '0x5208' } },
    blocks: { [height]: { ...mined, seconds }, [latest]: { hash: hash('c'), number: latest, seconds: seconds + 2 * (latest - height) } },
    latest,
  };
}

const blockJson = (block) => block === undefined ? null
  : { number: `0x${block.number.toString(16)}`, hash: block.hash, timestamp: `0x${block.seconds.toString(16)}`, transactions: [] };

function answer(chain, method, [first]) {
  switch (method) {
    case 'eth_chainId': return `0x${chain.chainId.toString(16)}`;
    case 'eth_getTransactionByHash': return chain.transactions[first] ?? null;
    case 'eth_getTransactionReceipt': return chain.receipts[first] ?? null;
    case 'eth_getBlockByNumber': return blockJson(chain.blocks[first === 'latest' ? chain.latest : Number(first)]);
    default: throw new Error(`the verifier is not to call ${method}`);
  }
}

/**
 * @param documents URL -> object, text or a function that returns a Response (or throws).
 * @param chains URL -> chain, or a function (request) that returns a Response.
 */
export function fetchOf(documents, chains) {
  const asked = [];
  const fetch = async (url, init) => {
    asked.push(url);
    const chain = chains[url];
    if (chain !== undefined) {
      const request = JSON.parse(init.body);
      return typeof chain === 'function' ? chain(request)
        : Response.json({ jsonrpc: '2.0', id: request.id, result: answer(chain, request.method, request.params) });
    }
    const document = documents[url];
    if (document === undefined) throw new TypeError('fetch failed');
    return typeof document === 'function' ? document(init)
      : new Response(typeof document === 'string' ? document : JSON.stringify(document));
  };
  return Object.assign(fetch, { asked });
}
