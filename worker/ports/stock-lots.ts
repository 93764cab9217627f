/** Which SKUs are split into lots, as the records keep it. Rejects when the records cannot be reached. */
export interface StockLotRecords {
  /** Splits a variant (2 and more) or makes it whole again (1); written to the event log with who did it. */
  save(variantId: number, lots: number, actor: string): Promise<void>;
}
