// Evaluated before the library. It compiles text at two places, which the page's policy forbids: a schema, which is in this bundle as code already,
// and the assignment to a global, which is only made that way where there is none of that name.
import { compiled } from 'embedded:compiled';

let refused = 0;

/** How often the library wanted to compile what is not in this bundle, such as a schema that a document names. */
export const refusedCompilations = (): number => refused;

Object.assign(globalThis, {
  regeneratorRuntime: undefined,
  Function: new Proxy(Function, {
    apply(_, __, given: readonly unknown[]): unknown {
      const known = compiled.get(JSON.stringify(given));
      if (known === undefined) {
        refused++;
        throw new EvalError('text is not compiled here');
      }

      return known;
    },
  }),
});
