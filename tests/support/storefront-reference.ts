import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  buildClientSchema,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  type IntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';

/** The Storefront API's schema as @shopify/hydrogen-react carries it. */
export function referenceSchema(): GraphQLSchema {
  const file = createRequire(import.meta.url).resolve('@shopify/hydrogen-react/storefront.schema.json');
  const parsed = JSON.parse(readFileSync(file, 'utf8')) as IntrospectionQuery | { data: IntrospectionQuery };
  return buildClientSchema('data' in parsed ? parsed.data : parsed);
}

/** Something of ours that a client written for the reference would stumble over. */
export interface Difference {
  readonly at: string;
  readonly message: string;
}

/** Root types have other names on the two sides. */
const REFERENCE_NAMES: Readonly<Record<string, string>> = { Query: 'QueryRoot' };

const same = (ours: GraphQLInputType | GraphQLOutputType, theirs: GraphQLInputType | GraphQLOutputType) =>
  String(ours) === String(theirs);

/** Names of the enums that arguments or input fields take. */
function inputEnums(schema: GraphQLSchema): ReadonlySet<string> {
  const found = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    const taken = isInputObjectType(type)
      ? Object.values(type.getFields())
      : isObjectType(type) || isInterfaceType(type)
        ? Object.values(type.getFields()).flatMap((field) => field.args)
        : [];
    for (const { type: of } of taken) {
      const named = getNamedType(of);
      if (isEnumType(named)) found.add(named.name);
    }
  }
  return found;
}

/**
 * Compares every type that both schemas have: interfaces, fields, arguments with their defaults,
 * nullability, enum values, union members. `extra` names what only we have, on purpose.
 */
export function differences(ours: GraphQLSchema, theirs: GraphQLSchema, extra: ReadonlySet<string>): Difference[] {
  const found: Difference[] = [];
  const report = (at: string, message: string) => {
    if (!extra.has(at)) found.push({ at, message });
  };
  const inputs = inputEnums(theirs);
  for (const type of Object.values(ours.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    const reference = theirs.getType(REFERENCE_NAMES[type.name] ?? type.name);
    if (!reference) {
      report(type.name, 'the reference has no such type');
      continue;
    }
    if ((isObjectType(type) || isInterfaceType(type)) && (isObjectType(reference) || isInterfaceType(reference))) {
      const promised = reference.getInterfaces().map((one) => one.name);
      for (const { name } of type.getInterfaces())
        if (!promised.includes(name)) report(`${type.name} implements ${name}`, 'the reference does not');
      for (const name of promised)
        if (ours.getType(name) && !type.getInterfaces().some((one) => one.name === name))
          report(`${type.name} implements ${name}`, 'only the reference does: fragments on it would not match');
      for (const field of Object.values(type.getFields())) {
        const other = reference.getFields()[field.name];
        const at = `${type.name}.${field.name}`;
        if (!other) {
          report(at, 'the reference has no such field');
          continue;
        }
        if (!same(field.type, other.type)) report(at, `is ${field.type}, the reference has ${other.type}`);
        for (const arg of field.args) {
          const otherArg = other.args.find((one) => one.name === arg.name);
          if (!otherArg) report(`${at}(${arg.name})`, 'the reference has no such argument');
          else if (!same(arg.type, otherArg.type))
            report(`${at}(${arg.name})`, `is ${arg.type}, the reference has ${otherArg.type}`);
          else if (JSON.stringify(arg.defaultValue) !== JSON.stringify(otherArg.defaultValue))
            report(
              `${at}(${arg.name})`,
              `is ${JSON.stringify(arg.defaultValue)} when left out, in the reference ${JSON.stringify(otherArg.defaultValue)}`,
            );
        }
        for (const left of other.args)
          if (!field.args.some((one) => one.name === left.name))
            report(`${at}(${left.name})`, 'the reference has this argument');
      }
    } else if (isInputObjectType(type) && isInputObjectType(reference)) {
      for (const field of Object.values(type.getFields())) {
        const other = reference.getFields()[field.name];
        if (!other) report(`${type.name}.${field.name}`, 'the reference has no such input field');
        else if (!same(field.type, other.type))
          report(`${type.name}.${field.name}`, `is ${field.type}, the reference has ${other.type}`);
      }
      for (const other of Object.values(reference.getFields())) {
        if (!type.getFields()[other.name] && String(other.type).endsWith('!'))
          report(`${type.name}.${other.name}`, 'is required by the reference and missing');
      }
    } else if (isEnumType(type) && isEnumType(reference)) {
      const known = new Set(reference.getValues().map((value) => value.name));
      for (const value of type.getValues())
        if (!known.has(value.name)) report(`${type.name}.${value.name}`, 'the reference has no such value');
      // Only what a client sends must be known here: an answer never has to use every value.
      if (inputs.has(type.name))
        for (const name of known)
          if (!type.getValue(name)) report(`${type.name}.${name}`, 'the reference takes this value');
    } else if (isUnionType(type) && isUnionType(reference)) {
      const known = new Set(reference.getTypes().map((member) => member.name));
      for (const member of type.getTypes())
        if (!known.has(member.name)) report(`${type.name}.${member.name}`, 'is not a member in the reference');
    } else if (type.constructor !== reference.constructor) {
      report(type.name, `is ${type.constructor.name}, the reference has ${reference.constructor.name}`);
    }
  }
  return found;
}

/** Interfaces that nearly every type has. */
const WIDE: ReadonlySet<string> = new Set(['Node', 'HasMetafields', 'OnlineStorePublishable', 'DisplayableError']);

/** Fields of the reference that types of ours lack, root fields we do not answer as `Type.field`, and
 * kinds we lack of an interface we have. */
export function missing(ours: GraphQLSchema, theirs: GraphQLSchema): string[] {
  const lacking: string[] = [];
  for (const reference of Object.values(theirs.getTypeMap())) {
    if (reference.name.startsWith('__')) continue;
    const name = reference.name === 'QueryRoot' ? 'Query' : reference.name;
    const type = ours.getType(name);
    if (!type) {
      // A fragment on it would be refused wherever one of its interfaces is.
      if (
        isObjectType(reference) &&
        reference.getInterfaces().some((one) => !WIDE.has(one.name) && ours.getType(one.name))
      )
        lacking.push(name);
      continue;
    }
    if ((isObjectType(type) || isInterfaceType(type)) && (isObjectType(reference) || isInterfaceType(reference))) {
      for (const field of Object.keys(reference.getFields()))
        if (!type.getFields()[field]) lacking.push(`${name}.${field}`);
    } else if (isInputObjectType(type) && isInputObjectType(reference)) {
      for (const field of Object.keys(reference.getFields()))
        if (!type.getFields()[field]) lacking.push(`${name}.${field}`);
    } else if (isUnionType(type) && isUnionType(reference)) {
      for (const member of reference.getTypes())
        if (!type.getTypes().some((one) => one.name === member.name)) lacking.push(`${name} | ${member.name}`);
    }
  }
  return lacking.sort();
}
