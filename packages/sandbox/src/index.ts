export type { CardsState } from './cards/card-box.ts';
export type { Fault, FaultKind, FaultRequest } from './fault.ts';
export type { LoggedRequest } from './request-log.ts';
export {
  type Sandbox,
  type SandboxDescription,
  type SandboxOptions,
  startSandbox,
} from './start-sandbox.ts';
export type { StorefrontState } from './storefront/shop.ts';
export type { SupplierState } from './supplier/site-state.ts';
export type { SandboxState } from './world.ts';
