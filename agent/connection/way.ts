// The way to the Worker, the same for every request and socket: through which proxy, and whose certificates count.
import { readFileSync } from "node:fs";
import { type Agent, type IncomingMessage, request as plainRequest } from "node:http";
import { request } from "node:https";
import tls, { type SecureContext } from "node:tls";
import { type Failure, failure, words } from "../commands/failure.ts";
import { type Connection, readConnection } from "../home/connection.ts";
import type { Folder } from "../home/folder.ts";
import type { Settings } from "../home/settings.ts";
import { chooseProxy, proxyUrl } from "./proxy.ts";
import { Tunnel } from "./tunnel.ts";

/** `options` go with each request and socket. `proxy` is null for none; it may hold a password. */
export type Way = { proxy: string | null; options: { agent?: Agent; secureContext?: SecureContext } };

/** What the command line says counts first, then the environment, then what the enrollment worked with. */
export const wayTo = (
	origin: string,
	given: Pick<Settings, "proxy" | "ca">,
	folder: Folder,
): { ok: true; way: Way; connection: Connection } | Failure => {
	const stored = readConnection(folder);
	const proxy = proxyUrl(chooseProxy(new URL(origin), given.proxy, process.env, stored.proxy));
	if (proxy instanceof Error) return failure("usage", proxy.message);
	const ca = given.ca ?? (process.env.NODE_EXTRA_CA_CERTS || stored.ca);
	try {
		const secureContext = origin.startsWith("https:") ? trusting(ca) : undefined;
		const agent = proxy === null ? undefined : new Tunnel(proxy);
		const options = { ...(agent && { agent }), ...(secureContext && { secureContext }) };
		return { ok: true, way: { proxy, options }, connection: { v: 1, proxy, ca } };
	} catch (thrown) {
		return failure(
			"failed",
			`Can't read certificates from ${ca} (${words(thrown)}). Name a PEM file with --ca.`,
		);
	}
};

/** Node's own list of authorities, the system's, and the file's. */
const trusting = (file: string | null): SecureContext | undefined => {
	const extra = file === null ? [] : [certificatesIn(readFileSync(file, "utf8"))];
	const { rootCertificates, createSecureContext } = tls;
	// Node tells them since 22.15.
	if ("getCACertificates" in tls) {
		const listed = [...tls.getCACertificates("default"), ...tls.getCACertificates("system")];
		return createSecureContext({ ca: [...listed, ...extra] });
	}
	return extra.length === 0 ? undefined : createSecureContext({ ca: [...rootCertificates, ...extra] });
};

const certificatesIn = (text: string): string => {
	if (!text.includes("-----BEGIN CERTIFICATE-----")) throw new Error("no certificate in it");
	return text;
};

/** Far more than any answer of the Worker's, in bytes. */
const longestAnswer = 1_048_576;

/** Follows no redirect, reads no endless answer; rejects with what went wrong on the way, also if there is no answer within `timeoutMs`. */
export const post = (url: string, body: string, way: Way, timeoutMs: number) =>
	new Promise<{ status: number; text: string }>((resolve, reject) => {
		const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
		const signal = AbortSignal.timeout(timeoutMs);
		const options = { method: "POST", headers, signal, ...way.options };
		const sent = (url.startsWith("https:") ? request : plainRequest)(url, options, (response) => {
			textOf(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject);
		});
		sent.on("error", (error) => reject(signal.aborted ? new Error("no answer in time") : error));
		sent.end(body);
	});

const textOf = async (response: IncomingMessage): Promise<string> => {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of response) {
		const bytes = Buffer.from(chunk);
		length += bytes.length;
		if (length > longestAnswer) throw new Error("its answer is too long to be Caisey's");
		chunks.push(bytes);
	}
	return Buffer.concat(chunks).toString();
};
