// Why the Worker can't be reached, in words, with what to set.
import { request } from "node:https";
import { TLSSocket } from "node:tls";
import { quoted } from "../../domain/line.ts";
import { words } from "../commands/failure.ts";
import { ProxyTrouble } from "./tunnel.ts";
import type { Way } from "./way.ts";

/** `url` is where the connection was to go. */
export const explain = async (error: unknown, url: string, way: Way): Promise<string> => {
	if (error instanceof ProxyTrouble) return error.message;
	const { host, hostname } = new URL(url);
	const code = codeOf(error);
	if (foreign.has(code))
		return `${host} shows a certificate by ${await issuerAt(url, way)}, which this machine doesn't trust. If a proxy or your company issues it, set --ca <file.pem> or NODE_EXTRA_CA_CERTS to that authority's certificate`;
	if (code === "ERR_TLS_CERT_ALTNAME_INVALID")
		return `the certificate at ${host} isn't for ${hostname}. Check the address`;
	if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID")
		return `the certificate of ${host} isn't valid now. This machine's clock says ${new Date().toISOString()}: check it`;
	const refused = /^Unexpected server response: (\d+)$|^Opening handshake has timed out$/.exec(words(error));
	if (refused)
		return `${host} opens no WebSocket (${refused[1] ? `HTTP ${refused[1]}` : "no answer"}). A proxy or firewall in between must let WebSockets to ${hostname} through`;
	return way.proxy === null && unreachable.has(code)
		? `${words(error)}. Check the address and this machine's network. If it needs a proxy, set HTTPS_PROXY or --proxy`
		: words(error);
};

const codeOf = (error: unknown): string =>
	error instanceof Error && "code" in error ? String(error.code) : "";

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const foreign = new Set([
	"SELF_SIGNED_CERT_IN_CHAIN",
	"DEPTH_ZERO_SELF_SIGNED_CERT",
	"UNABLE_TO_GET_ISSUER_CERT",
	"UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
	"UNABLE_TO_VERIFY_LEAF_SIGNATURE",
	"CERT_UNTRUSTED",
]);
const unreachable = new Set([
	...["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "ECONNRESET"],
	"",
]);

/** Who signed what is shown there. Looks at it on a connection of its own, which sends nothing that matters. */
const issuerAt = (url: string, { options }: Way): Promise<string> =>
	new Promise((resolve) => {
		const unknown = "an unknown authority";
		const signal = AbortSignal.timeout(15_000);
		const looking = { method: "HEAD", rejectUnauthorized: false, signal, ...options };
		const sent = request(url.replace(/^wss:/, "https:"), looking);
		sent.on("error", () => resolve(unknown));
		sent.on("close", () => resolve(unknown));
		sent.on("socket", (socket) => {
			if (!(socket instanceof TLSSocket)) return;
			const look = () => {
				const { issuer } = socket.getPeerCertificate();
				const name = issuer?.CN ?? issuer?.O;
				resolve(name ? quoted([name].flat().join(", ")) : unknown);
				sent.destroy();
			};
			// An empty object before the handshake.
			if ("raw" in socket.getPeerCertificate()) look();
			else socket.once("secureConnect", look);
		});
		sent.end();
	});
