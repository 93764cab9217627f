/** Decoded form fields: text, lists and groups, nested as the brackets say. */
export type FormValue = string | FormValue[] | FormGroup;
export interface FormGroup {
  [name: string]: FormValue;
}

interface Node {
  text: string | null;
  readonly children: Map<string, Node>;
}

const emptyNode = (): Node => ({ text: null, children: new Map() });

/** `a[b][]` as ['a', 'b', '']. */
function pathOf(name: string): string[] {
  const open = name.indexOf('[');
  if (open <= 0) return [name];
  return [name.slice(0, open), ...[...name.slice(open).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '')];
}

function valueIn(node: Node): FormValue {
  if (node.text !== null && node.children.size === 0) return node.text;
  const entries = [...node.children].map(([key, child]) => [key, valueIn(child)] as const);
  if (entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key))) return entries.map(([, value]) => value);
  return Object.fromEntries(entries);
}

/**
 * Reads `application/x-www-form-urlencoded` text the way Stripe nests it: `a[b]=1` is a group, `a[0]=1` and `a[]=1` are lists.
 * Empty text gives an empty group; a name given twice keeps the later text.
 */
export function decodeForm(text: string): FormGroup {
  const root = emptyNode();
  for (const [name, value] of new URLSearchParams(text)) {
    let node = root;
    for (const part of pathOf(name)) {
      const key = part === '' && node !== root ? String(node.children.size) : part;
      let next = node.children.get(key);
      if (!next) {
        next = emptyNode();
        node.children.set(key, next);
      }
      node = next;
    }
    node.text = value;
  }
  return Object.fromEntries([...root.children].map(([key, child]) => [key, valueIn(child)]));
}
