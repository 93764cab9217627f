import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Ajv, type ValidateFunction } from 'ajv';

const shared = path.resolve(import.meta.dirname, '../../../shared');
const specFile = path.join(shared, 'specs/stripe/openapi-spec3.json.gz');
const fixtureFile = path.join(shared, 'data/stripe/fixtures3.json');
const webhookFolder = path.join(shared, 'data/stripe/webhook_fixtures_stripe-ruby-mock');

type Json = Record<string, unknown>;

function isGroup(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function at(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>((group, name) => (isGroup(group) ? group[name] : undefined), value);
}

/** Resources the emulator shows; all others are only known by their name, so that a check does not compile Stripe's whole model. */
const SHOWN = new Set(['payment_intent', 'payment_method', 'charge', 'refund', 'customer', 'event']);

/** Stripe's OpenAPI document as checks of answers, events and requests. */
export class StripeSpec {
  readonly version: string;
  readonly #document: Json;
  readonly #answers = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  readonly #requests = new Ajv({ strict: false, allErrors: true, validateFormats: false, coerceTypes: true });
  readonly #compiled = new Map<string, ValidateFunction>();
  /** Every field name seen so far. Fields that no value has need no check, and Stripe documents thousands of them. */
  readonly #names = new Set<string>();

  constructor(document: Json) {
    this.#document = document;
    this.version = String(at(document, 'info', 'version'));
  }

  /** Notes the field names of values that will be checked; saves compiling a check again for each new one. */
  learn(value: unknown): void {
    if (Array.isArray(value)) for (const one of value) this.learn(one);
    if (!isGroup(value)) return;
    for (const [name, one] of Object.entries(value)) {
      this.#names.add(name);
      this.learn(one);
    }
  }

  /** Complaints about an answer; empty when it is as documented, with no field Stripe does not know. */
  answerProblems(method: string, requestPath: string, status: number, body: unknown): string[] {
    const operation = this.#operation(method, requestPath);
    if (!operation) return [`${method} ${requestPath} is not documented`];
    const responses = at(operation.value, 'responses');
    const response = at(responses, String(status)) ?? at(responses, 'default');
    const schema = at(response, 'content', 'application/json', 'schema');
    return this.#check(this.#answers, `${method} ${operation.template} ${status < 300}`, schema, body, true);
  }

  /** Complaints about the fields of a call, as decoded from its form. */
  requestProblems(method: string, requestPath: string, fields: unknown): string[] {
    const operation = this.#operation(method, requestPath);
    if (!operation) return [`${method} ${requestPath} is not documented`];
    if (method === 'GET') return this.#queryProblems(operation.value, fields);
    const schema = at(operation.value, 'requestBody', 'content', 'application/x-www-form-urlencoded', 'schema');
    return this.#check(
      this.#requests,
      `request ${method} ${operation.template}`,
      schema,
      structuredClone(fields),
      false,
    );
  }

  /** Complaints about an event and the object in it. */
  eventProblems(event: unknown): string[] {
    const object = at(event, 'data', 'object');
    const name = String(at(object, 'object'));
    const ref = (schema: string) => ({ $ref: `#/components/schemas/${schema}` });
    return [
      ...this.#check(this.#answers, 'event', ref('event'), event, true),
      ...this.#check(this.#answers, `object ${name}`, ref(name), object, true),
    ];
  }

  /** Names of the fields of a resource. */
  fieldsOf(resource: string): string[] {
    const properties = at(this.#document, 'components', 'schemas', resource, 'properties');
    return isGroup(properties) ? Object.keys(properties) : [];
  }

  #queryProblems(operation: Json, fields: unknown): string[] {
    const { parameters } = operation;
    const known = Array.isArray(parameters) ? parameters.map((one: unknown) => at(one, 'name')) : [];
    return Object.keys(isGroup(fields) ? fields : {}).flatMap((name) =>
      known.includes(name) ? [] : [`query ${name} is not documented`],
    );
  }

  #operation(method: string, requestPath: string): { template: string; value: Json } | null {
    const paths = this.#document.paths;
    if (!isGroup(paths)) return null;
    for (const [template, operations] of Object.entries(paths)) {
      const pattern = new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
      const value = at(operations, method.toLowerCase());
      if (pattern.test(requestPath) && isGroup(value)) return { template, value };
    }
    return null;
  }

  #check(ajv: Ajv, name: string, schema: unknown, value: unknown, isClosed: boolean): string[] {
    const known = this.#names.size;
    this.learn(value);
    if (this.#names.size > known) this.#compiled.clear();
    let validate = this.#compiled.get(name);
    if (!validate) {
      const definitions: Json = {};
      const root = this.#convert(schema, definitions, isClosed);
      if (!isGroup(root)) return [`${name}: no schema`];
      validate = ajv.compile({ ...root, definitions });
      this.#compiled.set(name, validate);
    }
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      (error) => `${name}${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
    );
  }

  /** OpenAPI 3.0's dialect in JSON Schema's: `nullable`, references, and enums that Stripe says not to trust. */
  #convert(schema: unknown, definitions: Json, isClosed: boolean): unknown {
    if (!isGroup(schema)) return {};
    const { $ref } = schema;
    if (typeof $ref === 'string') return this.#reference($ref.split('/').pop() ?? '', definitions, isClosed);
    const result: Json = {};
    for (const key of ['type', 'required', 'maxLength', 'minimum', 'maximum', 'pattern', 'maxItems', 'minItems'])
      if (schema[key] !== undefined) result[key] = schema[key];
    if (Array.isArray(schema.enum) && schema['x-stripeBypassValidation'] !== true) result.enum = schema.enum;
    for (const key of ['anyOf', 'oneOf', 'allOf']) {
      const list = schema[key];
      if (Array.isArray(list)) result[key] = list.map((one) => this.#convert(one, definitions, isClosed));
    }
    if (schema.items !== undefined) result.items = this.#convert(schema.items, definitions, isClosed);
    if (isGroup(schema.additionalProperties))
      result.additionalProperties = this.#convert(schema.additionalProperties, definitions, isClosed);
    else if (schema.additionalProperties === false) result.additionalProperties = false;
    if (isGroup(schema.properties)) {
      const entries = Object.entries(schema.properties).filter(([name]) => this.#names.has(name));
      result.properties = Object.fromEntries(
        entries.map(([name, one]) => [name, this.#convert(one, definitions, isClosed)]),
      );
      if (isClosed && Object.keys(schema.properties).length > 0 && schema.additionalProperties === undefined)
        result.additionalProperties = false;
    }
    if (schema.nullable !== true) return result;
    return { anyOf: [result, { type: 'null' }] };
  }

  #reference(name: string, definitions: Json, isClosed: boolean): Json {
    const target = at(this.#document, 'components', 'schemas', name);
    const resource = at(target, 'properties', 'object', 'enum');
    if (Array.isArray(resource) && !SHOWN.has(name))
      return { type: 'object', required: ['object'], properties: { object: { enum: resource } } };
    if (definitions[name] === undefined) {
      definitions[name] = {};
      // What happened to an event's object is checked by the schema of that object.
      definitions[name] =
        name === 'notification_event_data'
          ? { type: 'object', required: ['object'] }
          : this.#convert(target, definitions, isClosed);
    }
    return { $ref: `#/definitions/${name}` };
  }
}

/** Stripe's OpenAPI document; null where it is not beside the repository. */
export function loadStripeSpec(): StripeSpec | null {
  if (!existsSync(specFile)) {
    console.log(`skipped: answers against Stripe's OpenAPI (${path.basename(specFile)} is not beside the repository)`);
    return null;
  }
  const document: unknown = JSON.parse(gunzipSync(readFileSync(specFile)).toString('utf8'));
  if (!isGroup(document)) throw new Error('The OpenAPI document is no object');
  return new StripeSpec(document);
}

/** Sample objects by resource, and sample events by type; null where they are not beside the repository. */
export function loadStripeFixtures(): { resources: Json; events: ReadonlyMap<string, Json> } | null {
  if (!existsSync(fixtureFile)) {
    console.log("skipped: objects against Stripe's fixtures (not beside the repository)");
    return null;
  }
  const resources = at(JSON.parse(readFileSync(fixtureFile, 'utf8')), 'resources');
  const names = existsSync(webhookFolder) ? readdirSync(webhookFolder) : [];
  const events = names.flatMap((name): [string, Json][] => {
    const event: unknown = JSON.parse(readFileSync(path.join(webhookFolder, name), 'utf8'));
    return isGroup(event) ? [[name.replace(/\.json$/, ''), event]] : [];
  });
  return { resources: isGroup(resources) ? resources : {}, events: new Map(events) };
}
