import { defineConfig } from 'hardhat/config';

// Base Sepolia's chain id, a block a second, the OP stack's predeploys and receipts.
export default defineConfig({
  networks: { op: { type: 'edr-simulated', chainType: 'op', chainId: 84532, mining: { auto: false, interval: 1000 } } },
});
