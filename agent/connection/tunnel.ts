// A connection through a proxy (CONNECT): the proxy's own troubles are told apart from those behind it.
import type { ClientRequest } from "node:http";
import type { Socket } from "node:net";
import { HttpsProxyAgent } from "https-proxy-agent";
import { words } from "../commands/failure.ts";
import { shown } from "./proxy.ts";

/** Its message says what to set. */
export class ProxyTrouble extends Error {}

type Connect = HttpsProxyAgent<string>["connect"];

export class Tunnel extends HttpsProxyAgent<string> {
	override async connect(request: ClientRequest, options: Parameters<Connect>[1]): Promise<Socket> {
		const proxy = shown(this.proxy.href);
		let status = 0;
		request.once("proxyConnect", (answer: { statusCode: number }) => {
			status = answer.statusCode;
		});
		const socket = await super.connect(request, options).catch((thrown: unknown) => {
			throw new ProxyTrouble(
				`the proxy ${proxy} doesn't answer (${words(thrown)}). Check HTTPS_PROXY or --proxy`,
			);
		});
		if (status === 200) return socket;
		socket.destroy();
		throw new ProxyTrouble(refusal(proxy, status, `${options.host}:${options.port}`));
	}
}

const refusal = (proxy: string, status: number, to: string): string =>
	status === 407
		? `the proxy ${proxy} wants another user or password. Set HTTPS_PROXY or --proxy to http://<user>:<password>@${new URL(proxy).host}`
		: `the proxy ${proxy} lets nothing through to ${to} (HTTP ${status}). Ask those who run it to allow that, or name another with HTTPS_PROXY or --proxy`;
