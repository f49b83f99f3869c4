import { ChainUnavailable, type Block, type Chain, type Receipt, type Transaction } from './chain.js';
import type { AnchorResult } from './check-anchor.js';
import type { IssuerDocument } from './issuer-document.js';
import type { Proof, ProofSet } from './proofs.js';
import { failed, passed, unknown, type Check, type Gathering } from './report.js';
import { instantOfSeconds, minutes, type Instant } from './time.js';

/** A chain on which anchors may be. */
export interface TrustedChain {
  readonly chainId: number;
  /** Blocks needed, the including one counted. */
  readonly confirmations: number;
  /** Endpoints, the first that answers counts; they may be of other chains, too. None: the anchor cannot be checked. */
  readonly endpoints: readonly Chain[];
}

/** What the chain must bear out. */
export interface Anchor {
  readonly proofs: ProofSet;
  readonly proof: Proof;
  /** Lower-case hex. */
  readonly root: string;
  readonly transaction: string;
}

/** A proof's `created` is covered by no hash; it may run ahead of the block by this much and no more. */
const createdTolerance = minutes(60);

// The register of timestamps of the Ethereum Attestation Service, which OP-stack chains have at this address from their genesis on, and the
// first four bytes of Keccak-256 of "timestamp(bytes32)". What any other contract makes of a call is not ours to know.
const attestations = '0x4200000000000000000000000000000000000021';
const timestampCall = '0x4d003070';

/**
 * Asks the endpoints in turn until one gives an answer that counts. Public endpoints lag and are cut off: a "no" is heard from all, and when
 * they contradict each other nothing is known.
 */
export async function onChain(anchor: Anchor, trusted: TrustedChain, issuer: IssuerDocument | undefined, evidence: Gathering): Promise<AnchorResult> {
  let best: { readonly result: AnchorResult; readonly seen: Gathering } | undefined;
  for (const endpoint of trusted.endpoints) {
    const seen: Gathering = {};
    const result = await ask(endpoint, anchor, trusted, issuer, seen);
    if (result.check.outcome === 'passed' && best?.result.check.outcome === 'failed') {
      return { check: unknown('anchor', 'rpc_inconsistent', 'The chain\'s endpoints contradict each other.') };
    }

    if (best === undefined || rank(result.check) > rank(best.result.check)) {
      best = { result, seen };
    }

    if (result.check.outcome === 'passed') {
      break;
    }
  }

  Object.assign(evidence, best?.seen);
  return best?.result ?? { check: unknown('anchor', 'rpc_missing', 'No endpoint of the anchor\'s chain is set.') };
}

const silent: readonly string[] = ['rpc_unavailable', 'rpc_of_another_chain', 'rpc_inconsistent'];

/** How much an answer says. */
const rank = (check: Check): number => check.outcome === 'passed' ? 3 : check.outcome === 'failed' ? 2 : silent.includes(check.reason.code) ? 0 : 1;

async function ask(chain: Chain, anchor: Anchor, trusted: TrustedChain, issuer: IssuerDocument | undefined, seen: Gathering): Promise<AnchorResult> {
  try {
    if (await chain.chainId() !== trusted.chainId) {
      return { check: unknown('anchor', 'rpc_of_another_chain', 'The endpoint that is set serves another chain than the anchor\'s.') };
    }

    const transaction = await chain.transaction(anchor.transaction);
    if (transaction !== undefined && transaction.hash !== anchor.transaction) {
      return inconsistent();
    }

    const fault = transactionFault(anchor, transaction, issuer);
    if (transaction === undefined || fault?.outcome === 'failed') {
      return { check: fault ?? notFound() };
    }

    seen.sender = transaction.from;
    const receipt = await chain.receipt(anchor.transaction);
    if (receipt === undefined) {
      return { check: unknown('anchor', 'transaction_pending', 'The anchor\'s transaction is in no block yet.') };
    }

    const [block, latest] = [await chain.block(receipt.blockNumber), await chain.block('latest')];
    return included(anchor, trusted, transaction, receipt, block, latest, issuer, seen);
  } catch (error) {
    if (error instanceof ChainUnavailable) {
      return { check: unknown('anchor', 'rpc_unavailable', 'The chain\'s endpoint could not be reached.') };
    }

    throw error;
  }
}

function included(
  anchor: Anchor, trusted: TrustedChain, transaction: Transaction, receipt: Receipt, block: Block | undefined, latest: Block | undefined,
  issuer: IssuerDocument | undefined, seen: Gathering,
): AnchorResult {
  if (receipt.transactionHash !== anchor.transaction || block === undefined || latest === undefined || block.number !== receipt.blockNumber) {
    return inconsistent();
  }

  const blockTime = instantOfSeconds(block.timestamp);
  const confirmations = latest.number - block.number + 1;
  Object.assign(seen, {
    blockNumber: block.number, blockHash: receipt.blockHash, blockTime: new Date(block.timestamp * 1000).toISOString(), confirmations,
  });
  if (!receipt.succeeded) {
    return { check: failed('anchor', 'transaction_reverted', 'The anchor\'s transaction was reverted.') };
  }

  if (block.hash !== receipt.blockHash) {
    return { check: failed('anchor', 'block_not_canonical', 'The block of the anchor\'s transaction is not part of the chain.') };
  }

  if (anchor.proof.created > blockTime + createdTolerance || anchor.proof.created < anchor.proofs.signatures[0].created) {
    return { check: failed('anchor', 'created_out_of_range', 'The Merkle proof\'s time is before the signature\'s or long after the block\'s.'), blockTime };
  }

  const check = senderFault(anchor, transaction, issuer, blockTime)
    ?? (confirmations < trusted.confirmations
      ? unknown('anchor', 'confirmations_missing', 'The anchor\'s block does not have enough confirmations yet.')
      : passed('anchor', 'The root of this credential\'s batch is on the chain, sent by the issuer\'s anchor key.'));
  return { check, blockTime };
}

function transactionFault(anchor: Anchor, transaction: Transaction | undefined, issuer: IssuerDocument | undefined): Check | undefined {
  if (transaction === undefined) {
    return notFound();
  }

  const carries = transaction.input === `0x${anchor.root}`
    || (transaction.to === attestations && transaction.input === `${timestampCall}${anchor.root}`);
  return carries ? senderFault(anchor, transaction, issuer, undefined)
    : failed('anchor', 'calldata_mismatch', 'The anchor\'s transaction does not carry this root.');
}

/** The sender must be the very anchor key that the proof names, in use at the time of the block. */
function senderFault(anchor: Anchor, transaction: Transaction, issuer: IssuerDocument | undefined, blockTime: Instant | undefined): Check | undefined {
  if (issuer === undefined) {
    return unknown('anchor', 'did_unavailable', 'The issuer\'s anchor keys could not be had.');
  }

  const method = issuer.find(anchor.proof.verificationMethod);
  if (method?.account === undefined || method.account !== transaction.from) {
    return failed('anchor', 'sender_unknown', 'The anchor\'s transaction was not sent by the anchor key that the proof names.');
  }

  const inUse = blockTime === undefined || (method.bound === undefined ? method.asserted : blockTime < method.bound);
  return inUse ? undefined : failed('anchor', 'key_revoked', 'The anchor key was not in use at the time of the block.');
}

const notFound = (): Check => failed('anchor', 'transaction_not_found', 'The chain does not have the anchor\'s transaction.');

const inconsistent = (): AnchorResult =>
  ({ check: unknown('anchor', 'rpc_inconsistent', 'The chain\'s endpoint contradicts itself or lags.') });
