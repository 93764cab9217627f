/** Where an order to a supplier stands. */
export type PurchaseOrderStatus = 'draft' | 'approved' | 'ordered' | 'partially_received' | 'received' | 'cancelled';

/** What can be done with one. */
export type PurchaseOrderAct = 'edit' | 'approve' | 'order' | 'receive' | 'cancel';

const FROM: Readonly<Record<PurchaseOrderAct, readonly PurchaseOrderStatus[]>> = {
  edit: ['draft'],
  approve: ['draft'],
  order: ['approved'],
  receive: ['ordered', 'partially_received'],
  // What was received stays received; the rest is not awaited any more.
  cancel: ['draft', 'approved', 'ordered', 'partially_received'],
};

/** Statuses an act is possible in. */
export const statusesFor = (act: PurchaseOrderAct): readonly PurchaseOrderStatus[] => FROM[act];

/** Whether an act is possible now. */
export const isPossible = (act: PurchaseOrderAct, status: PurchaseOrderStatus): boolean => FROM[act].includes(status);

/** Whether its goods are awaited: ordered, and not all there. */
export const isAwaited = (status: PurchaseOrderStatus): boolean =>
  status === 'ordered' || status === 'partially_received';
