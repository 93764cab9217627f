import { decodeTraining, encodeTraining } from '../../../commerce/recommendations/training-state.ts';
import type { TrainingStore } from '../../../durable-objects/training-store/training-store.ts';
import type { TrainingStates } from '../../ports/recommendations.ts';

/** Rows of an object hold 2 MB. */
const PART_BYTES = 1_000_000;

/** The TrainingStates port over one TrainingStore object per training. Rejects when the object cannot be reached. */
export function trainingStore(namespace: DurableObjectNamespace<TrainingStore>): TrainingStates {
  const of = (startedAtMs: number) => namespace.get(namespace.idFromName(`training:${startedAtMs}`));
  return {
    async load(startedAtMs) {
      const store = of(startedAtMs);
      const kept = await store.kept();
      if (kept === null) return null;
      const bytes: Uint8Array[] = [];
      for (let part = 0; part < kept.parts; part += 1) {
        const one = await store.part(kept.version, part);
        if (one === null) return null;
        bytes.push(one);
      }
      const whole = new Uint8Array(bytes.reduce((sum, one) => sum + one.byteLength, 0));
      let at = 0;
      for (const one of bytes) {
        whole.set(one, at);
        at += one.byteLength;
      }
      return decodeTraining(whole);
    },
    async save(training) {
      const store = of(training.startedAtMs);
      const bytes = encodeTraining(training);
      const version = ((await store.kept())?.version ?? 0) + 1;
      const parts = Math.ceil(bytes.byteLength / PART_BYTES);
      for (let part = 0; part < parts; part += 1)
        await store.take(version, part, bytes.slice(part * PART_BYTES, (part + 1) * PART_BYTES));
      await store.keep({ version, parts });
    },
    clear: (startedAtMs) => of(startedAtMs).clear(),
  };
}
