/** A node of `explain (format json)`, as far as it is looked at. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Total Cost': number;
  readonly Plans?: readonly PlanNode[];
}

/** Every scan of a table in a plan, sub-plans and updates' targets included. */
export function scansOf(plan: PlanNode): { readonly type: string; readonly table: string }[] {
  const own =
    plan['Relation Name'] && plan['Node Type'].includes('Scan')
      ? [{ type: plan['Node Type'], table: plan['Relation Name'] }]
      : [];
  return [...own, ...(plan.Plans ?? []).flatMap(scansOf)];
}

/** A plan on a few lines: what is scanned, by which index, at what cost. */
export function shortPlan(plan: PlanNode): string {
  const lines = new Map<string, number>();
  const visit = (node: PlanNode): void => {
    if (node['Node Type'].includes('Scan') && (node['Relation Name'] || node['Index Name'])) {
      const line =
        `${node['Node Type']} ${node['Relation Name'] ?? ''} ${node['Index Name'] ? `by ${node['Index Name']}` : ''}`.trim();
      lines.set(line, (lines.get(line) ?? 0) + 1);
    }
    for (const inner of node.Plans ?? []) visit(inner);
  };
  visit(plan);
  return [
    `  cost ${Math.round(plan['Total Cost'])}`,
    ...[...lines].map(([line, times]) => `  ${line}${times > 1 ? ` (${times} times)` : ''}`),
  ].join('\n');
}
