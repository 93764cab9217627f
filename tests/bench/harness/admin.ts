/** The token the bench's shop is seeded with. */
export const BENCH_TOKEN = 'shpat_bench_0123456789abcdef01234567';

/** Asks the admin API; any error throws. */
export async function askAdmin<Data>(origin: string, query: string, variables: unknown): Promise<Data> {
  const answer = await fetch(`${origin}/admin/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': BENCH_TOKEN },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.json()) as { data?: Data; errors?: { message: string }[] };
  if (errors?.[0] || !data) throw new Error(`admin: ${errors?.[0]?.message ?? `HTTP ${answer.status}`}`);
  return data;
}

/** Leaves exactly so many units of a variant that can be sold, all in one warehouse. */
export async function setAvailable(origin: string, variant: string, quantity: number): Promise<void> {
  const inventoryItemId = variant.replace('ProductVariant', 'InventoryItem');
  const { inventoryItem } = await askAdmin<{
    inventoryItem: { inventoryLevels: { nodes: { location: { id: string } }[] } };
  }>(
    origin,
    'query Levels($id: ID!) { inventoryItem(id: $id) { inventoryLevels(first: 20) { nodes { location { id } } } } }',
    { id: inventoryItemId },
  );
  const quantities = inventoryItem.inventoryLevels.nodes.map(({ location }, index) => ({
    inventoryItemId,
    locationId: location.id,
    quantity: index === 0 ? quantity : 0,
  }));
  const { inventorySetQuantities: set } = await askAdmin<{
    inventorySetQuantities: { userErrors: { message: string }[] };
  }>(
    origin,
    'mutation Set($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input) { userErrors { message } } }',
    { input: { name: 'available', reason: 'correction', ignoreCompareQuantity: true, quantities } },
  );
  if (set.userErrors[0]) throw new Error(`stock: ${set.userErrors[0].message}`);
}

/** Units of a variant over all warehouses, by the name of a quantity. */
export async function unitsOf(
  origin: string,
  variant: string,
  name: 'available' | 'committed' | 'reserved',
): Promise<number> {
  const { inventoryItem } = await askAdmin<{
    inventoryItem: { inventoryLevels: { nodes: { quantities: { quantity: number }[] }[] } };
  }>(
    origin,
    'query Units($id: ID!, $names: [String!]!) { inventoryItem(id: $id) { inventoryLevels(first: 20) { nodes { quantities(names: $names) { quantity } } } } }',
    { id: variant.replace('ProductVariant', 'InventoryItem'), names: [name] },
  );
  return inventoryItem.inventoryLevels.nodes.reduce((sum, { quantities }) => sum + (quantities[0]?.quantity ?? 0), 0);
}

/** How many orders the shop has of one email domain. */
export async function ordersOf(origin: string, domain: string): Promise<readonly string[]> {
  const emails: string[] = [];
  let after: string | null = null;
  do {
    const page: {
      orders: { nodes: { email: string | null }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
    } = await askAdmin(
      origin,
      'query Orders($after: String) { orders(first: 250, after: $after) { nodes { email } pageInfo { hasNextPage endCursor } } }',
      { after },
    );
    emails.push(...page.orders.nodes.flatMap(({ email }) => (email?.endsWith(`@${domain}`) ? email : [])));
    after = page.orders.pageInfo.hasNextPage ? page.orders.pageInfo.endCursor : null;
  } while (after !== null);
  return emails;
}
