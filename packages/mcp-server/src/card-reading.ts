import { type CardReading, type CardsClient, KamikitError } from '@kamikit/core';

/** Reads a card; one that is expired, used up or unknown is an answer too. */
export async function readingOf(
  client: CardsClient,
  code: string,
  signal: AbortSignal,
): Promise<CardReading> {
  try {
    return await client.verify(code, { signal });
  } catch (error) {
    if (error instanceof KamikitError && isReading(error.code)) return error.code;
    throw error;
  }
}

function isReading(code: string): code is Extract<CardReading, string> {
  return code === 'card_expired' || code === 'card_exhausted' || code === 'not_found';
}
