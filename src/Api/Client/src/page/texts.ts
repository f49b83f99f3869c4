// Words of a page in its language: a file of the service, name to text, with places {like} this.

export class Texts {
  constructor(private readonly texts: Readonly<Record<string, string>>, readonly language: string) {}

  static async load(url: string, language: string): Promise<Texts> {
    const response = await fetch(url);
    if (!response.ok) {
      throw new Error(`the texts answered ${response.status}`);
    }

    return new Texts(await response.json() as Record<string, string>, language);
  }

  get(name: string, values: Readonly<Record<string, string>> = {}): string {
    return this.find(name)?.replaceAll(/\{([a-zA-Z]+)\}/g, (place, value: string) => values[value] ?? place) ?? name;
  }

  /** A report's sentence, or its parts about a colon: what, and why. One that is not known stays as it is. */
  sentence(english: string): string {
    const colon = english.indexOf(': ');
    return this.find(english) ?? (colon < 0 ? english : `${this.known(english.slice(0, colon + 1))} ${this.known(english.slice(colon + 2))}`);
  }

  /** Day and minute in UTC, as the service itself writes them; text that is no time as it is. */
  time(iso: string): string {
    const time = new Date(iso);
    if (Number.isNaN(time.getTime())) {
      return iso;
    }

    const day = new Intl.DateTimeFormat(this.language === 'en' ? 'en-GB' : this.language, { dateStyle: 'long', timeZone: 'UTC' }).format(time);
    return `${day}, ${time.toISOString().slice(11, 16)} UTC`;
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.language).format(value);
  }

  private known(english: string): string {
    const status = /\d{3}/.exec(english)?.[0];
    return this.find(english) ?? (status === undefined ? english : this.find(english.replace(status, '{status}'))?.replace('{status}', status) ?? english);
  }

  private find(name: string): string | undefined {
    return Object.hasOwn(this.texts, name) ? this.texts[name] : undefined;
  }
}
