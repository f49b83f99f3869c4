/** The six checks, in the order in which they are told. */
export const checkNames = ['schema', 'signature', 'issuer', 'anchor', 'status', 'dates'] as const;
export type CheckName = (typeof checkNames)[number];

/** `unknown`: something that is needed could not be had. It says nothing against the credential. */
export type Outcome = 'passed' | 'failed' | 'unknown';

export type Verdict = 'valid' | 'invalid' | 'undetermined';

export interface Reason {
  /** Stable, for programs: `ok` when passed. The codes are those of the service's own report. */
  readonly code: string;
  /** The same for people, in plain English. Quotes nothing from the document. */
  readonly sentence: string;
}

/** What a check looked at, as far as it came. Hashes, addresses and times as text. */
export interface Evidence {
  readonly did?: string;
  readonly issuerName?: string;
  /** Each proof that was looked at, in order. */
  readonly proofs?: readonly ProofEvidence[];
  /** SHA-256 of the canonical document, lower-case hex; what the Merkle path starts from. */
  readonly leaf?: string;
  readonly path?: readonly PathStep[];
  readonly root?: string;
  /** EIP-155 chain id. */
  readonly chainId?: number;
  /** Hash of the anchoring transaction, with 0x. */
  readonly transaction?: string;
  /** Account that sent the transaction, with 0x. */
  readonly sender?: string;
  /** Account of the key that the Merkle proof names, with 0x. */
  readonly signer?: string;
  readonly verificationMethod?: string;
  readonly blockNumber?: number;
  readonly blockHash?: string;
  readonly blockTime?: string;
  /** Blocks on top, the including one counted. */
  readonly confirmations?: number;
  readonly confirmationsNeeded?: number;
  readonly statusList?: string;
  readonly statusListIndex?: number;
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly checkedAt?: string;
}

export interface PathStep {
  /** Where the sibling stands. */
  readonly side: 'left' | 'right';
  readonly hash: string;
}

export interface ProofEvidence {
  readonly cryptosuite: string;
  readonly created: string;
  readonly verificationMethod: string;
}

export interface Check {
  readonly check: CheckName;
  readonly outcome: Outcome;
  readonly reason: Reason;
  /** What one should know although the check passed. */
  readonly note?: string;
  readonly evidence: Evidence;
}

export interface Report {
  readonly verdict: Verdict;
  /** All six, in the order of {@link checkNames}. */
  readonly checks: readonly Check[];
}

/** Evidence while it is gathered. */
export type Gathering = { -readonly [Member in keyof Evidence]: Evidence[Member] };

export const passed = (check: CheckName, sentence: string, note?: string): Check =>
  ({ check, outcome: 'passed', reason: { code: 'ok', sentence }, ...(note === undefined ? {} : { note }), evidence: {} });

export const failed = (check: CheckName, code: string, sentence: string): Check =>
  ({ check, outcome: 'failed', reason: { code, sentence }, evidence: {} });

export const unknown = (check: CheckName, code: string, sentence: string): Check =>
  ({ check, outcome: 'unknown', reason: { code, sentence }, evidence: {} });

export const withEvidence = (check: Check, evidence: Evidence): Check => ({ ...check, evidence: { ...evidence } });

export function reportOf(checks: readonly Check[]): Report {
  const verdict = checks.some((check) => check.outcome === 'failed') ? 'invalid'
    : checks.every((check) => check.outcome === 'passed') ? 'valid'
    : 'undetermined';
  return { verdict, checks };
}
