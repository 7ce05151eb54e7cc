import { KamikitError, type Money, type SupplierClient } from '@kamikit/core';

/** The account's balance; null where the shop does not show it. */
export async function readBalance(
  client: SupplierClient,
  signal: AbortSignal | undefined,
): Promise<Money | null> {
  try {
    return (await client.connect({ signal })).balance;
  } catch (error) {
    // A missing balance is no reason not to go on; a cancelled call is.
    if (error instanceof KamikitError) return null;
    throw error;
  }
}
