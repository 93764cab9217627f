import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredInputField,
  Kind,
  typeFromAST,
} from 'graphql';

const SCALARS: Readonly<Record<string, unknown>> = {
  ID: 'gid://shopify/Product/1',
  String: 'text',
  URL: 'https://shop.example/',
  Int: 1,
  Float: 1,
  Decimal: '1.00',
  Boolean: true,
  DateTime: '2026-01-01T00:00:00Z',
};

function sampleOf(type: GraphQLInputType): unknown {
  const inner = getNullableType(type);
  if (isListType(inner)) return [];
  if (isEnumType(inner)) return inner.getValues()[0]?.name;
  if (isInputObjectType(inner))
    return Object.fromEntries(
      Object.values(inner.getFields())
        .filter(isRequiredInputField)
        .map((field) => [field.name, sampleOf(field.type)]),
    );
  return SCALARS[inner.toString()] ?? 'text';
}

/** Values that fit every variable a document's operation needs; `given` wins. */
export function sampleVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const { variable, type: node } of definition.variableDefinitions ?? []) {
      const type = typeFromAST(schema, node);
      const name = variable.name.value;
      if (name in given) values[name] = given[name];
      else if (type && node.kind === Kind.NON_NULL_TYPE) values[name] = sampleOf(type as GraphQLInputType);
    }
  }
  return values;
}
