// Ethereum JSON-RPC calls of the tests, against the local node only.
export function rpcClient(url) {
  let id = 0;
  return async function call(method, ...params) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params }),
    });
    const { result, error } = await response.json();
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  };
}

/** Waits until the transaction is in a block; returns its receipt. */
export async function receiptOf(call, hash, timeoutMs = 30_000) {
  for (const end = Date.now() + timeoutMs; Date.now() < end;) {
    const receipt = await call('eth_getTransactionReceipt', hash);
    if (receipt) return receipt;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`transaction ${hash} was not included within ${timeoutMs} ms`);
}
