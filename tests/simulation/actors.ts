import { LostObjectError, ObjectStorage } from './object-storage.ts';
import type { Actor, Scheduler } from './scheduler.ts';
import type { Weather } from './weather.ts';

/** Whoever sends and answers messages. */
export interface Party extends Actor {
  /** Sends when the turn is over. */
  send(message: () => void): void;
  /** Takes note of somebody who waits for an answer and has to hear when the party is lost; the answer forgets them again. */
  answering(lost: () => void): () => void;
}

/** An object as auditors see it. */
export interface Audited {
  readonly name: string;
  readonly nowMs: number;
  readonly storage: ObjectStorage;
  readonly ringing: number | null;
  readonly ringsLost: number;
}

/** What actors share. */
export interface Surroundings {
  readonly scheduler: Scheduler;
  readonly random: () => number;
  /** How the world treats them now: it calms down towards the end. */
  weather(): Weather;
  /** Told after every turn of an object that wrote. */
  written(object: Audited): void;
  crashed(object: Audited): void;
  problem(what: string): void;
}

/** Somebody who is never lost: a shopper, the bank, the records. */
export class Bystander implements Party {
  readonly name: string;
  readonly life = 0;
  readonly #unsent: (() => void)[] = [];

  constructor(name: string) {
    this.name = name;
  }

  beforeTurn(): void {}

  /** Sends when the turn is over, as whoever cannot be lost may. */
  send(message: () => void): void {
    this.#unsent.push(message);
  }

  answering(): () => void {
    return () => undefined;
  }

  afterTurn(): void {
    for (const message of this.#unsent.splice(0)) message();
  }
}

/** A class of object as the simulation drives it. */
export interface Drivable {
  alarm(): Promise<void>;
}

const RETRY_ALARM_MS = 2_000;

/**
 * A Durable Object: one instance at a time over a storage that outlives it, a clock of its own, an alarm that comes again until it succeeded, and what
 * leaves it only leaves when what was written before is durable (the output gate).
 */
export class SimulatedObject<T> implements Party, Audited {
  readonly name: string;
  readonly storage = new ObjectStorage();
  life = 0;
  /** How far its clock is off; another machine, another clock. */
  skewMs = 0;
  /** When the alarm that is being handled was due; null: none is. */
  ringing: number | null = null;
  /** How many alarms were lost while they were handled, and came again. */
  ringsLost = 0;
  readonly #around: Surroundings;
  readonly #make: (object: SimulatedObject<T>) => T & Drivable;
  readonly #isMortal: boolean;
  #instance: (T & Drivable) | null = null;
  #unsent: (() => void)[] = [];
  #answering = new Set<() => void>();
  #alarmSetFor: number | null = null;
  #writesSeen = 0;

  constructor(name: string, around: Surroundings, make: (object: SimulatedObject<T>) => T & Drivable, isMortal = true) {
    this.name = name;
    this.#around = around;
    this.#make = make;
    this.#isMortal = isMortal;
    this.#newClock();
  }

  get nowMs(): number {
    return this.#around.scheduler.nowMs + this.skewMs;
  }

  /** The instance, made anew when there is none. */
  get instance(): T {
    this.#instance ??= this.#make(this);
    return this.#instance;
  }

  /** The state its runtime gives the class. */
  get ctx() {
    return {
      id: { name: this.name },
      storage: this.storage,
      waitUntil: (work: Promise<unknown>) => void work.catch(() => undefined),
      setWebSocketAutoResponse: () => undefined,
      getWebSockets: () => [],
    };
  }

  send(message: () => void): void {
    this.#unsent.push(message);
  }

  answering(lost: () => void): () => void {
    this.#answering.add(lost);
    return () => this.#answering.delete(lost);
  }

  beforeTurn(): void {
    const { random } = this.#around;
    const { crash, tear } = this.#around.weather();
    if (!this.#isMortal) return;
    if (crash > 0 && this.#instance && random() < crash) this.crash('between two turns');
    if (tear > 0 && random() < tear) this.storage.tearIn = 1 + Math.floor(random() * 14);
  }

  afterTurn(): void {
    if (this.storage.isTorn) {
      this.crash('in the middle of a turn');
      return;
    }
    this.storage.commit();
    for (const message of this.#unsent.splice(0)) message();
    this.#setAlarm();
    if (this.storage.writes === this.#writesSeen) return;
    this.#writesSeen = this.storage.writes;
    this.#around.written(this);
  }

  /** Loses everything that was in memory and what was not yet durable. */
  crash(when: string): void {
    this.#around.scheduler.note(`${this.name}: LOST ${when}`);
    this.life += 1;
    this.#instance = null;
    this.#unsent = [];
    this.storage.rollback();
    this.#newClock();
    const waiting = this.#answering;
    this.#answering = new Set();
    for (const lost of waiting) lost();
    this.#around.crashed(this);
    if (this.ringing !== null) this.#ringAgain();
    this.#alarmSetFor = null;
    this.#setAlarm();
  }

  #newClock(): void {
    const { random } = this.#around;
    this.skewMs = Math.round((random() * 2 - 1) * this.#around.weather().skewMs);
  }

  #setAlarm(): void {
    const atMs = this.storage.alarmAtMs;
    if (atMs === this.#alarmSetFor) return;
    this.#alarmSetFor = atMs;
    if (atMs === null) return;
    const { scheduler, random } = this.#around;
    const lateMs = 1 + random() * this.#around.weather().alarmLateMs;
    scheduler.after(Math.max(0, atMs - scheduler.nowMs) + lateMs, this, null, 'alarm', () => this.#ring(atMs));
  }

  #ring(atMs: number, waitedMs = 20): void {
    if (this.storage.alarmAtMs !== atMs) return;
    const { scheduler } = this.#around;
    if (this.ringing !== null) {
      // One alarm at a time: the next waits for the end of this one. Asking less and less often keeps a long wait from looking like a circle.
      scheduler.after(waitedMs, this, null, 'alarm', () => this.#ring(atMs, Math.min(2 * waitedMs, 250)));
      return;
    }
    this.ringing = atMs;
    this.storage.alarmAtMs = null;
    this.#alarmSetFor = null;
    const { life } = this;
    Promise.resolve()
      .then(() => this.instance)
      .then(async (instance) => (instance as Drivable).alarm())
      .then(
        () => {
          if (life === this.life && !this.storage.isTorn) this.ringing = null;
        },
        (error: unknown) => {
          if (life !== this.life || this.storage.isTorn) return;
          if (!(error instanceof LostObjectError)) this.#around.problem(`${this.name}: the alarm failed: ${error}`);
          this.#ringAgain();
        },
      );
  }

  #ringAgain(): void {
    const { scheduler } = this.#around;
    this.ringing = null;
    this.ringsLost += 1;
    const againMs = scheduler.nowMs + RETRY_ALARM_MS;
    if (this.storage.alarmAtMs === null || this.storage.alarmAtMs > againMs) this.storage.alarmAtMs = againMs;
  }
}
