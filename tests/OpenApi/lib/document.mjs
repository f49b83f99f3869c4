// The OpenAPI document, indexed: which operation a request belongs to, and validators of its schemas.
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const METHODS = ['get', 'options', 'put', 'post', 'delete', 'patch'];
const fragment = (...parts) => parts.map((part) => encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');

/** Follows `$ref` inside the document. */
export function resolve(document, node) {
  if (!node?.$ref) return node;
  return resolve(document, node.$ref.slice(2).split('/').reduce((at, part) => at[part.replaceAll('~1', '/').replaceAll('~0', '~')], document));
}

export class OpenApi {
  #ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true });
  #templates = [];

  constructor(document) {
    this.document = document;
    addFormats(this.#ajv);
    this.#ajv.addSchema(document, 'openapi');
    this.operations = Object.entries(document.paths).flatMap(([path, item]) =>
      METHODS.filter((method) => item[method]).map((method) => ({ path, method: method.toUpperCase(), ...item[method] })));
    this.#templates = Object.keys(document.paths).map((path) => ({
      path,
      literals: path.split('/').filter((part) => !part.startsWith('{')).length,
      pattern: new RegExp(`^${path.split('/').map((part) => (part.startsWith('{') ? '[^/]+' : RegExp.escape?.(part) ?? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))).join('/')}/?$`, 'i'),
    })).sort((a, b) => b.literals - a.literals); // a literal part wins over a parameter, as in the router
  }

  /** The templates that a request's path matches, the most literal first. */
  #pathsOf(pathAndQuery) {
    const given = pathAndQuery.split('?')[0];
    // Dot segments go before routing, as in the server; "//x" would read as a host.
    const path = given.startsWith('//') ? given : new URL(given, 'http://x').pathname;
    return this.#templates.filter(({ pattern }) => pattern.test(path)).map((template) => template.path);
  }

  pathOf(pathAndQuery) { return this.#pathsOf(pathAndQuery)[0]; }

  /** As in the router: a template that does not take the method leaves the request to the next one. */
  operationOf(method, pathAndQuery) {
    const asked = method === 'HEAD' ? 'GET' : method;
    for (const path of this.#pathsOf(pathAndQuery)) {
      const found = this.operations.find((operation) => operation.path === path && operation.method === asked);
      if (found) return found;
    }
    return undefined;
  }

  resolve(node) { return resolve(this.document, node); }

  /** -> undefined when the value fits, else what is wrong. */
  faultOf(value, ...location) {
    const validate = this.#ajv.getSchema(`openapi#/${fragment(...location)}`);
    if (validate(value)) return undefined;
    const [first] = validate.errors;
    return `${first.instancePath || '/'} ${first.message} ${JSON.stringify(first.params)}`;
  }

  responseFault(operation, status, mediaType, value) {
    return this.faultOf(value, 'paths', operation.path, operation.method.toLowerCase(), 'responses', status, 'content', mediaType, 'schema');
  }

  requestFault(operation, value) {
    return this.faultOf(value, 'paths', operation.path, operation.method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema');
  }

  errorFault(value) { return this.faultOf(value, 'components', 'schemas', 'Error'); }
}
