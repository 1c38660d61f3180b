// Microsoft's identity service in miniature: publishes keys over HTTP, and signs what its connector would send.
import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

/** `down`: it answers with errors; `silent`: it takes what is asked, and never answers. */
type State = "up" | "down" | "silent";

export type IdentityService = Awaited<ReturnType<typeof startIdentityService>>;

export const startIdentityService = async () => {
	let [keys, asked, state]: [unknown[], number, State] = [[], 0, "up"];
	const requests = new EventEmitter();
	let heard = 0;
	const server = createServer((request, response) => {
		const json = (body: unknown) => response.end(JSON.stringify(body));
		requests.emit("one", ++heard);
		if (state === "silent") return;
		if (state === "down") return response.writeHead(500).end();
		if (request.url === "/v1/.well-known/openidconfiguration") return json({ jwks_uri: `${url}/keys` });
		asked++;
		return json({ keys });
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	const url = `http://127.0.0.1:${port}`;
	return {
		url,
		/** These alone, from now on. */
		publish: (...now: unknown[]) => {
			keys = now;
		},
		/** How often someone asked for its keys. */
		asked: () => asked,
		/** Once it has heard so many requests. */
		heard: async (wanted: number) => {
			while (heard < wanted) await once(requests, "one");
		},
		is: (now: State) => {
			state = now;
		},
		stop: () => {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(resolve));
		},
	};
};

export type SigningKey = Awaited<ReturnType<typeof newKey>>;

/** `published`: as Microsoft shows it, endorsed for Teams. */
export const newKey = async (kid: string) => {
	const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
	const published = { ...(await exportJWK(publicKey)), kid, use: "sig", endorsements: ["msteams"] };
	return {
		published,
		sign: (claims: JWTPayload, header: object = {}): Promise<string> =>
			new SignJWT(claims).setProtectedHeader({ alg: "RS256", typ: "JWT", kid, ...header }).sign(privateKey),
	};
};
