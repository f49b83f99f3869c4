// A small seeded generator: the same seed gives the same requests, on every machine.
export class Random {
  #state;

  constructor(seed) { this.#state = seed >>> 0; }

  /** A number from 0 to 1 (mulberry32). */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `least` to `most`. */
  int(least, most) { return least + Math.floor(this.next() * (most - least + 1)); }

  chance(probability) { return this.next() < probability; }

  pick(list) { return list[Math.floor(this.next() * list.length)]; }

  /** One of the values, by weight: [[weight, value], ..]. */
  weighted(pairs) {
    let left = this.next() * pairs.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of pairs) if ((left -= weight) < 0) return value;
    return pairs.at(-1)[1];
  }

  hex(digits) { return Array.from({ length: digits }, () => this.int(0, 15).toString(16)).join(''); }

  uuid() { return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-${this.pick(['8', '9', 'a', 'b'])}${this.hex(3)}-${this.hex(12)}`; }
}
