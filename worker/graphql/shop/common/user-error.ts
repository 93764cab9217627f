import { builder } from '../builder.ts';

/** Why a change was refused: the input field and a sentence for people. */
export interface DisplayableErrorRecord {
  readonly field: readonly string[] | null;
  readonly message: string;
}

export const DisplayableError = builder.interfaceRef<DisplayableErrorRecord>('DisplayableError').implement({
  description: 'An error in the input of a mutation.',
  fields: (t) => ({
    field: t.stringList({
      nullable: true,
      description: 'Path to the input field.',
      resolve: (error) => (error.field === null ? null : [...error.field]),
    }),
    message: t.exposeString('message', { description: 'What was wrong.' }),
  }),
});
