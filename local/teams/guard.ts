// Loaded into the Playground before it starts, so that it serves only this computer, and no other web page. By itself it
// listens on every address, and anyone who can press Approve there can run a command on this machine.
import { IncomingMessage, Server, ServerResponse } from "node:http";
import { Server as NetServer } from "node:net";

const { listen } = NetServer.prototype;
NetServer.prototype.listen = function (this: NetServer, ...given: unknown[]): NetServer {
	const [port, ...rest] = given;
	const here = [port, "127.0.0.1", ...rest.filter((one) => typeof one === "function")];
	return Reflect.apply(listen, this, typeof port === "number" ? here : given);
};

const { emit } = Server.prototype;
Server.prototype.emit = function (this: Server, ...given: unknown[]): boolean {
	const [event, request, answer] = given;
	if (!(request instanceof IncomingMessage) || fromHere(request)) return Reflect.apply(emit, this, given);
	if (event === "request" && answer instanceof ServerResponse) answer.writeHead(403).end();
	else request.socket.destroy();
	return true;
};

const fromHere = ({ headers, socket }: IncomingMessage): boolean => {
	const names = [`localhost:${socket.localPort}`, `127.0.0.1:${socket.localPort}`];
	const { host = "", origin } = headers;
	return names.includes(host) && (origin === undefined || names.some((name) => origin === `http://${name}`));
};
