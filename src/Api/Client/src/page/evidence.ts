import type { Check, Evidence } from '../verify.js';
import type { PageChain } from './options.js';
import type { Texts } from './texts.js';

/** One fact that a check looked at. */
export interface Fact {
  readonly label: string;
  /** Several: an ordered list. */
  readonly value: string | readonly string[];
  readonly href?: string;
  readonly isCode?: boolean;
}

/** What a check looked at, in the order in which one would follow it. */
export function factsOf({ evidence }: Check, texts: Texts, chains: readonly PageChain[]): readonly Fact[] {
  return [...proofFacts(evidence, texts), ...issuerFacts(evidence, texts), ...pathFacts(evidence, texts), ...chainFacts(evidence, texts, chains),
    ...otherFacts(evidence, texts)];
}

const proofFacts = ({ proofs = [] }: Evidence, texts: Texts): readonly Fact[] => proofs.flatMap((proof) => [
  { label: texts.get('evidence.proof'), value: proof.cryptosuite },
  { label: texts.get('evidence.key'), value: proof.verificationMethod, isCode: true },
  { label: texts.get('evidence.created'), value: texts.time(proof.created) },
]);

const issuerFacts = ({ did, issuerName, verificationMethod }: Evidence, texts: Texts): readonly Fact[] => [
  ...code(texts.get('evidence.did'), did),
  ...plain(texts.get('evidence.issuerName'), issuerName),
  ...code(texts.get('evidence.key'), verificationMethod),
];

const pathFacts = ({ leaf, path, root }: Evidence, texts: Texts): readonly Fact[] => [
  ...code(texts.get('evidence.leaf'), leaf),
  ...(path === undefined ? [] : path.length === 0 ? plain(texts.get('evidence.path'), texts.get('evidence.pathEmpty'))
    : [{ label: texts.get('evidence.path'), value: path.map((step) => `${texts.get(`evidence.${step.side}`)}: ${step.hash}`), isCode: true }]),
  ...code(texts.get('evidence.root'), root),
];

function chainFacts(evidence: Evidence, texts: Texts, chains: readonly PageChain[]): readonly Fact[] {
  const { chainId, transaction, sender, signer, blockNumber, blockHash, blockTime, confirmations, confirmationsNeeded } = evidence;
  const chain = chains.find((one) => one.chainId === chainId);
  return [
    ...(chainId === undefined ? [] : plain(texts.get('evidence.chain'), chain === undefined ? String(chainId) : `${chain.name} (${chainId})`)),
    ...code(texts.get('evidence.transaction'), transaction)
      .map((fact) => chain === undefined || transaction === undefined ? fact : { ...fact, href: chain.explorer.replace('{hash}', transaction) }),
    ...code(texts.get('evidence.sender'), sender),
    ...code(texts.get('evidence.signer'), signer),
    ...(blockNumber === undefined ? [] : plain(texts.get('evidence.block'), String(blockNumber))),
    ...code(texts.get('evidence.blockHash'), blockHash),
    ...(blockTime === undefined ? [] : plain(texts.get('evidence.blockTime'), texts.time(blockTime))),
    ...(confirmations === undefined ? [] : plain(texts.get('evidence.confirmations'), confirmationsNeeded === undefined ? texts.number(confirmations)
      : texts.get('evidence.confirmationsOf', { count: texts.number(confirmations), needed: texts.number(confirmationsNeeded) }))),
  ];
}

const otherFacts = ({ statusList, statusListIndex, validFrom, validUntil, checkedAt }: Evidence, texts: Texts): readonly Fact[] => [
  ...code(texts.get('evidence.list'), statusList),
  ...(statusListIndex === undefined ? [] : plain(texts.get('evidence.index'), String(statusListIndex))),
  ...(validFrom === undefined ? [] : plain(texts.get('evidence.validFrom'), texts.time(validFrom))),
  ...(validUntil === undefined ? [] : plain(texts.get('evidence.validUntil'), texts.time(validUntil))),
  ...(checkedAt === undefined ? [] : plain(texts.get('evidence.checkedAt'), texts.time(checkedAt))),
];

const plain = (label: string, value: string | undefined): readonly Fact[] => value === undefined ? [] : [{ label, value }];

const code = (label: string, value: string | undefined): readonly Fact[] => value === undefined ? [] : [{ label, value, isCode: true }];
