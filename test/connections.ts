// A connection of its own for each request that a test makes. One that is kept for the next request is closed by the other side after
// some seconds: a process that was busy for that long hears of it too late, and what it sends then is lost ("other side closed").

const kept = globalThis.fetch;
const closing = Symbol.for("caisey.tests.closing");

/** Files of one process share their globals. */
if (!(closing in kept))
	globalThis.fetch = Object.assign(
		(input: Parameters<typeof kept>[0], init: Parameters<typeof kept>[1] = {}) => {
			const headers = new Headers(init.headers ?? (input instanceof Request ? input.headers : {}));
			headers.set("connection", "close");
			return kept(input, { ...init, headers });
		},
		{ [closing]: true },
	);
