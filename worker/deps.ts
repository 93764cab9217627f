import type { Config } from './config.ts';
import type { WarehouseFacts } from './graphql/admin/locations.ts';
import type { Clock, Ids } from './ports/clock.ts';
import type { Inventory } from './ports/inventory.ts';
import type { OrderRecords } from './ports/orders.ts';
import type { Payments } from './ports/payments.ts';
import type { ProductEditor } from './ports/product-editor.ts';
import type { StaffAuth } from './ports/staff.ts';

/** Everything use cases need from outside, put together once per isolate by `createDeps`. */
export interface Deps {
  readonly config: Config;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly inventory: Inventory;
  readonly payments: Payments;
  readonly orders: OrderRecords;
  readonly products: ProductEditor;
  readonly staff: StaffAuth;
  /** The shop's own currency, kept in the isolate for a minute. */
  baseCurrency(): Promise<string>;
  /** Every warehouse, kept in the isolate for a minute. */
  warehouses(): Promise<readonly WarehouseFacts[]>;
  /** The stock side of a variant; null when it does not exist. */
  stockItem(variantId: number): Promise<{ readonly variantId: number; readonly sku: string | null; readonly tracked: boolean } | null>;
}
