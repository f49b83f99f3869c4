// Elements made of texts, never of markup: what a tenant wrote stays text.

type Child = Node | string;

/** @param properties Attributes; one that is undefined is left out. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name, properties: Readonly<Record<string, string | undefined>> = {}, ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(properties)) {
    if (value !== undefined) {
      made.setAttribute(attribute, value);
    }
  }

  made.append(...children);
  return made;
}

/** The part that the server's markup marks with that attribute. */
export function part(owner: ParentNode, attribute: string): HTMLElement {
  const found = owner.querySelector<HTMLElement>(`[${attribute}]`);
  if (found === null) {
    throw new Error(`the page has no part ${attribute}`);
  }

  return found;
}
