import { cards } from './cards/cards.ts';
import { storefront } from './storefront/storefront.ts';
import { supplier } from './supplier/supplier.ts';

/** The list of upstreams. The name is the one that faults, the state and the description use. */
export const upstreams = { storefront, cards, supplier };

type Upstreams = typeof upstreams;

export type Connections = { [Name in keyof Upstreams]: ReturnType<Upstreams[Name]['connection']> };

export type UpstreamStates = {
  [Name in keyof Upstreams]: ReturnType<ReturnType<Upstreams[Name]['open']>['state']>;
};
