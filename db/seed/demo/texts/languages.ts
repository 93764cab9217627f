import { arabic } from './ar.ts';
import type { DemoLanguage } from './demo-language.ts';
import { french } from './fr.ts';
import { japanese } from './ja.ts';

/** Languages of the demo shop beside English and German, which stand in the data themselves. */
export const moreLanguages: readonly DemoLanguage[] = [french, japanese, arabic];
