import { randomUUID } from 'node:crypto';
import { KamikitError } from '@kamikit/core';
import type { Quoted } from '../kind.ts';
import type { Parts } from '../parts.ts';
import type { DeletionRequest, IssueRequest, RechargeRequest, UseRequest } from './wish.ts';

interface QuoteOptions {
  signal: AbortSignal | undefined;
}

/** The card before it is used. @throws {KamikitError} what `verify` says of one that cannot be used. */
export async function quoteUse(
  { code }: UseRequest,
  parts: Parts,
  { signal }: QuoteOptions,
): Promise<Quoted> {
  const client = await parts.client('cards');
  const card = await client.verify(code, { signal });
  return { amount: null, facts: { kind: 'use_card', code, card }, evidence: { before: card } };
}

export async function quoteRecharge(
  { code, amount }: RechargeRequest,
  parts: Parts,
  { signal }: QuoteOptions,
): Promise<Quoted> {
  const card = await (await parts.client('cards')).read(code, { signal });
  return { amount: null, facts: { kind: 'recharge_card', code, amount, card }, evidence: { before: card } };
}

/** The card before it is gone. @throws {KamikitError} `not_found` when it is gone already. */
export async function quoteDeletion(
  { code }: DeletionRequest,
  parts: Parts,
  { signal }: QuoteOptions,
): Promise<Quoted> {
  const card = await (await parts.client('cards')).read(code, { signal });
  if (card === 'not_found')
    throw new KamikitError('There is no such card: it may have been deleted already. Nothing was deleted.', {
      ...{ code: 'not_found', upstream: 'cards', operation: 'cards.verify' },
      ...{ outcome: 'not_committed', neverSent: true },
    });
  return { amount: null, facts: { kind: 'delete_card', code, card }, evidence: { before: card } };
}

export async function quoteIssue(request: IssueRequest): Promise<Quoted> {
  // If the answer is lost, only the remark can tell this batch from another; the service may cut off its end.
  const token = `#${randomUUID().slice(0, 13)}`;
  const remark = [token, request.remark].filter(Boolean).join(' ');
  return { amount: null, facts: { kind: 'generate_cards', cards: request }, evidence: { remark, token } };
}
