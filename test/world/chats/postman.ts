// Sits between a platform and the Worker. Passes everything on as it is, three times if a test wants that.
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** `url` is where the platform finds the Worker. */
export const startPostman = async (workerUrl: string) => {
	let repeated: ReturnType<typeof thrice>[] | null = null;
	let arrived = Promise.withResolvers<void>();
	const server = createServer(async (request, response) => {
		const send = await letter(workerUrl, request);
		const all = repeated && thrice(send);
		if (all) repeated?.push(all);
		arrived.resolve();
		const answer = await (all ? all.then(([first]) => first) : send()).catch(() => null);
		// While the Worker is off, no one answers.
		if (!answer) return void response.destroy();
		response.writeHead(answer.status, { "content-type": answer.type });
		response.end(answer.body);
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		/** Resolves when everything that came meanwhile was answered each time; fails where something was not taken. */
		thrice: async (doing: () => Promise<unknown>): Promise<void> => {
			const all: ReturnType<typeof thrice>[] = [];
			[repeated, arrived] = [all, Promise.withResolvers<void>()];
			await doing();
			await arrived.promise;
			repeated = null;
			const statuses = (await Promise.all(all)).flat().map(({ status }) => status);
			if (statuses.some((status) => status !== 200)) throw new Error(`not taken: ${statuses.join(", ")}`);
		},
		stop: async (): Promise<void> => {
			server.closeAllConnections();
			server.close();
			await once(server, "close");
		},
	};
};

type Answer = { status: number; type: string; body: string };

const thrice = async (send: () => Promise<Answer>): Promise<[Answer, Answer, Answer]> => {
	const [first, second] = await Promise.all([send(), send()]);
	return [first, second, await send()];
};

/** What sends a request on. */
const letter = async (workerUrl: string, request: IncomingMessage): Promise<() => Promise<Answer>> => {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part);
	const { method = "GET", url = "" } = request;
	const own = /^(?:host|connection|content-length|transfer-encoding|expect)$/;
	const headers = Object.entries(request.headers)
		.filter(([name]) => !own.test(name))
		.map(([name, value]): [string, string] => [name, `${value}`]);
	const body = parts.length > 0 ? Buffer.concat(parts) : null;
	return async () => {
		const response = await fetch(`${workerUrl}${url}`, { method, headers, body, redirect: "manual" });
		const type = response.headers.get("content-type") ?? "text/plain";
		return { status: response.status, type, body: await response.text() };
	};
};
