import { createServer } from "node:http";

/**
 * A server that takes batches as a collector does, and keeps them. It can misbehave on purpose.
 */
export async function startReceiver() {
  const receiver = {
    /** Bodies that were taken, with type and cookie of the request. @type {any[]} */
    batches: [],
    /** Status of every request that came, in order. @type {number[]} */
    statuses: [],
    /** @type {() => number|undefined} status to answer with; 0 closes the connection without an answer */
    fault: () => undefined,
    endpoint: "",
    /** Rows of all batches. */
    get events() {
      return receiver.batches.flatMap(({ events }) => events);
    },
    get queries() {
      return receiver.batches.flatMap(({ queries }) => queries);
    },
    reset() {
      receiver.batches.length = receiver.statuses.length = 0;
      receiver.fault = () => undefined;
    },
    /** @param {() => boolean} isDone */
    async until(isDone) {
      for (let left = 80; left > 0 && !isDone(); left -= 1) await new Promise((wait) => setTimeout(wait, 100));
    },
    close: () => new Promise((done) => {
      server.closeAllConnections();
      server.close(done);
    }),
  };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => (body += part));
    request.on("end", () => {
      const status = receiver.fault() ?? 204;
      receiver.statuses.push(status);
      if (!status) return void request.socket.destroy();
      if (request.method === "POST" && status === 204) {
        receiver.batches.push({ type: request.headers["content-type"], cookie: request.headers.cookie, ...JSON.parse(body) });
      }
      response.writeHead(status, { "access-control-allow-origin": "*" }).end();
    });
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  receiver.endpoint = `http://127.0.0.1:${/** @type {any} */ (server.address()).port}/v1/events`;
  return receiver;
}
