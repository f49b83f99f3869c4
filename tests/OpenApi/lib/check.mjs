// Holds one exchange against the document: {method, path, request_body?, status, headers (lower case), body}.
// For people, not for programs: not in the document.
const PAGES = /^\/((assets|docs|console|pricing|verify)(\/|$|\?)|c\/[^/]+\/|robots\.txt$|$|\?)/;
const mediaTypeOf = (headers) => (headers['content-type'] ?? '').split(';')[0].trim();

function parse(text) {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { fault: 'the body is not JSON' };
  }
}

/** What no operation answers: unknown addresses, and methods that an address does not take. */
function checkOutside(api, { status, headers, body, method, path }) {
  const expected = { 404: 'route_not_found', 405: 'method_not_allowed' }[status];
  if (!expected) return { faults: [`${status} outside every documented operation`] };
  const neighbour = status === 405 && api.operations.find((operation) => operation.path === api.pathOf(path));
  if (status === 405 && !neighbour) return { faults: ['405 at an address that is not documented'] };
  const faults = neighbour ? checkHeaders(api, neighbour.responses[405], headers) : [];
  if (!/^req_/.test(headers['x-request-id'] ?? '')) faults.push('no X-Request-Id');
  // A browser that asks for a page is shown one.
  const isPage = status === 404 && mediaTypeOf(headers) === 'text/html';
  if (method !== 'HEAD' && !isPage) {
    const { value, fault } = parse(body);
    faults.push(fault ?? api.errorFault(value) ?? (value.error.code === expected ? undefined : `the code is not ${expected}`));
  }
  return { faults: faults.filter(Boolean), key: neighbour ? `${neighbour.operationId} 405 method_not_allowed` : undefined };
}

function checkHeaders(api, response, headers) {
  const faults = [];
  for (const [name, reference] of Object.entries(response.headers ?? {})) {
    const header = api.resolve(reference);
    const value = headers[name.toLowerCase()];
    if (value === undefined) {
      if (header.required) faults.push(`no ${name}`);
      continue;
    }
    const schema = api.resolve(header.schema);
    if ((schema.const !== undefined && schema.const !== value) || (schema.pattern && !new RegExp(schema.pattern).test(value))) faults.push(`${name} is ${value}`);
  }
  return faults;
}

function checkError(response, status, { error }, headers) {
  const faults = [];
  if (!(response['x-error-codes'] ?? []).includes(error.code)) faults.push(`${status} ${error.code} is not documented for the operation`);
  if (error.request_id !== headers['x-request-id']) faults.push('request_id is not X-Request-Id');
  return faults;
}

function checkBody(api, operation, response, { method, status, headers, body }) {
  const mediaType = mediaTypeOf(headers);
  if (!response.content) return body === '' ? [] : ['a body that is not documented'];
  if (!response.content[mediaType]) return [`content type ${mediaType || 'none'} is not documented`];
  if (method === 'HEAD') return body === '' ? [] : ['HEAD has a body'];
  if (!/json|\/vc$/.test(mediaType)) return [];
  const { value, fault } = parse(body);
  const wrong = fault ?? api.responseFault(operation, status, mediaType, value);
  if (wrong) return [wrong];
  // Readiness has a 503 that is a report and no error.
  return response['x-error-codes'] ? checkError(response, status, value, headers) : [];
}

/** A request that was taken must be one that the document allows. */
function checkTaken(api, operation, { status, request_body: sent }) {
  if (status >= 300 || !operation.requestBody || sent === null || sent === undefined) return [];
  const { value, fault } = parse(sent);
  const wrong = fault ?? api.requestFault(operation, value);
  return wrong ? [`was taken, but the document does not allow it: ${wrong}`] : [];
}

/** -> {faults, key?}: key is "operationId status code", for the coverage. */
export function checkExchange(api, exchange) {
  if (PAGES.test(exchange.path)) return { faults: [] };
  const operation = api.operationOf(exchange.method, exchange.path);
  if (!operation) return checkOutside(api, exchange);
  const response = operation.responses[exchange.status];
  if (!response) return { faults: [`${exchange.status} is not documented for ${operation.operationId}: ${exchange.body.slice(0, 300)}`] };
  const faults = [
    ...checkHeaders(api, response, exchange.headers),
    ...checkBody(api, operation, response, exchange),
    ...checkTaken(api, operation, exchange),
  ].map((fault) => `${operation.operationId} ${exchange.status}: ${fault}`);
  const isJsonError = exchange.status >= 400 && exchange.method !== 'HEAD' && mediaTypeOf(exchange.headers) === 'application/json';
  const code = isJsonError ? JSON.parse(exchange.body).error?.code : undefined;
  return { faults, key: [operation.operationId, exchange.status, code].filter(Boolean).join(' ') };
}

/** Every "operationId status code" that the document declares; 405 once for each path. */
export function declaredKeys(api) {
  const second = (operation) => api.operations.find(({ path }) => path === operation.path) !== operation;
  return api.operations.flatMap((operation) => Object.entries(operation.responses).flatMap(([status, response]) =>
    response['x-error-codes']?.map((code) => `${operation.operationId} ${status} ${code}`) ?? [`${operation.operationId} ${status}`])
    .filter((key) => !(key.endsWith(' method_not_allowed') && second(operation))));
}
