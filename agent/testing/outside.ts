// The world between an agent and its Worker for tests: an authority of its own, TLS before a peer, and a proxy that is the only
// way there.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";

/** A name that no resolver knows: only a proxy finds it. */
export const workerName = "caisey.test";

const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: ["ignore", "ignore", "pipe"] });

/** Makes an authority in a folder, and a certificate of its own for the Worker's name. */
export const makeAuthority = (folder: string, name: string) => {
	const at = (file: string) => join(folder, file);
	const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"];
	openssl("req", "-x509", ...key, "-keyout", at("ca.key"), "-out", at("ca.pem"), "-subj", `/CN=${name}`);
	openssl("req", ...key, "-keyout", at("key.pem"), "-out", at("csr.pem"), "-subj", `/CN=${workerName}`);
	writeFileSync(at("names"), `subjectAltName=DNS:${workerName}`);
	const by = ["-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-CAcreateserial", "-extfile", at("names")];
	openssl("x509", "-req", "-in", at("csr.pem"), ...by, "-out", at("cert.pem"));
	return { ca: at("ca.pem"), key: readFileSync(at("key.pem")), cert: readFileSync(at("cert.pem")) };
};

/** Takes TLS with a certificate off, before an address on this machine that speaks plain HTTP. */
export const startTls = async (certificate: { key: Buffer; cert: Buffer }, plain: string) => {
	const server = createTlsServer(certificate, (socket) => joined(socket, connectTo(plain)));
	return started(server);
};

/** A proxy that knows one name. `login`: `user:password` that it wants; `closed`: it lets nothing through. */
export const startProxy = async (to: number) => {
	const state = { login: null as string | null, closed: false, tunnels: 0 };
	const server = createServer((_, response) => response.writeHead(405).end());
	server.on("connect", ({ url, headers }, socket: Socket) => {
		const given = `Basic ${Buffer.from(state.login ?? "").toString("base64")}`;
		if (state.login !== null && headers["proxy-authorization"] !== given)
			return socket.end("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n");
		if (state.closed || url !== `${workerName}:443`) return socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
		state.tunnels += 1;
		socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
		joined(socket, connect(to, "127.0.0.1"));
	});
	return { ...(await started(server)), state };
};

const connectTo = (plain: string) => connect(Number(new URL(plain).port), "127.0.0.1");

const joined = (one: Socket, other: Socket): void => {
	one.pipe(other).pipe(one);
	one.on("error", () => other.destroy());
	other.on("error", () => one.destroy());
};

const started = async (server: Server) => {
	const open = new Set<Socket>();
	server.on("connection", (socket: Socket) => open.add(socket));
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address() as AddressInfo;
	const close = async () => {
		for (const socket of open) socket.destroy();
		server.close();
		await once(server, "close");
	};
	return { port, close };
};
