/** As much of XMLHttpRequest as the library's JSON-LD reader uses for contexts, over a fetch. */
export function mappedRequest(fetch: (url: string) => Promise<Response>): new () => object {
  return class {
    onload: (() => void) | undefined;
    onerror: ((error: unknown) => void) | undefined;
    status = 0;
    statusText = '';
    response = '';
    private url = '';
    private headers = new Headers();

    open(_method: string, url: string): void {
      this.url = url;
    }

    setRequestHeader(): void {}

    getResponseHeader(name: string): string | null {
      return this.headers.get(name);
    }

    getAllResponseHeaders(): string {
      return [...this.headers].map(([name, value]) => `${name}: ${value}\r\n`).join('');
    }

    send(): void {
      void this.load().then(() => this.onload?.(), (error: unknown) => this.onerror?.(error));
    }

    private async load(): Promise<void> {
      const response = await fetch(this.url);
      this.response = await response.text();
      [this.status, this.statusText, this.headers] = [response.status, response.statusText, response.headers];
    }
  };
}
