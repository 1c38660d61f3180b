// Starts a program as the user of a session, hidden and not yet running: Node starts programs only as itself.
// https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-createprocessasuserw
import { randomUUID } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { connect, type Socket } from "node:net";
import { lazily, native } from "./native.ts";
import { tokenOfSession } from "./sessions.ts";

export type Wanted = {
	session: number;
	program: string;
	args: string[];
	/** The arguments are a command line as they are. */
	verbatim: boolean;
	cwd: string;
	env: Record<string, string>;
};

/** As a child of Node's, as far as a step needs one; it waits for `go`. `ready`: its pipes are connected. */
export type StartedAs = EventEmitter & {
	pid: number;
	stdout: Socket;
	stderr: Socket;
	ready: Promise<boolean>;
	go: () => void;
	kill: () => boolean;
};

/** Throws in words if Windows starts nothing. */
export const startAs = (wanted: Wanted): StartedAs => {
	const token = tokenOfSession(wanted.session);
	if (typeof token === "string") throw new Error(`Windows doesn't give the user's token: ${token}.`);
	const [out, err] = [newPipe(), newPipe()];
	const input = inheritable("NUL", read);
	try {
		const { pid, process, thread } = create(token, wanted, [input, out.write, err.write]);
		return controls(pid, process, thread, [connect(out.path), connect(err.path)]);
	} finally {
		for (const handle of [token, input, out.write, err.write]) functions().CloseHandle(handle);
	}
};

const controls = (
	pid: number,
	process: unknown,
	thread: unknown,
	[stdout, stderr]: [Socket, Socket],
): StartedAs => {
	const api = functions();
	const events = new EventEmitter();
	/** Its handles are closed: Windows may give their numbers to others. */
	let over = false;
	const poll = setInterval(() => {
		if (api.WaitForSingleObject(process, 0) !== 0) return;
		clearInterval(poll);
		over = true;
		const code: [number] = [0];
		api.GetExitCodeProcess(process, code);
		for (const handle of [process, thread]) api.CloseHandle(handle);
		events.emit("exit", code[0], null);
	}, pollMs);
	const connected = (socket: Socket) => once(socket, "connect").then(() => true);
	return Object.assign(events, {
		pid,
		stdout,
		stderr,
		ready: Promise.all([stdout, stderr].map(connected)).then(
			() => true,
			() => false,
		),
		go: () => {
			if (!over) api.ResumeThread(thread);
		},
		kill: () => !over && Boolean(api.TerminateProcess(process, 1)),
	});
};

/** Koffi waits for handles only in Node's few threads. */
const pollMs = 20;

/** Its writing end goes to the process; Node connects to the other. No one else can: there is one, and its name is a secret until then. */
const newPipe = (): { path: string; write: unknown } => {
	const path = `\\\\.\\pipe\\caisey-${randomUUID()}`;
	const write = functions().CreateNamedPipeW(path, outbound | first, 0, 1, 65_536, 65_536, 0, inherited());
	if (isInvalid(write)) throw new Error("Windows makes no pipe.");
	return { path, write };
};
const [outbound, first] = [0x2, 0x00080000];

const inheritable = (path: string, access: number): unknown => {
	const handle = functions().CreateFileW(path, access, 3, inherited(), 3, 0, null);
	if (isInvalid(handle)) throw new Error(`Windows doesn't open ${path}.`);
	return handle;
};
const read = 0x80000000;

const isInvalid = (handle: unknown): boolean =>
	handle === null || handle === 0xffff_ffff_ffff_ffffn || handle === -1n;

/** SECURITY_ATTRIBUTES: as usual, and to be inherited. */
const inherited = (): Buffer => {
	const attributes = Buffer.alloc(24);
	attributes.writeUInt32LE(24, 0);
	attributes.writeUInt32LE(1, 16);
	return attributes;
};

const create = (token: unknown, { program, args, verbatim, cwd, env }: Wanted, standard: unknown[]) => {
	const api = functions();
	const [started, keep] = startup(standard);
	const line = utf16([program, ...args].map((text) => (verbatim ? text : quoted(text))).join(" "));
	const made = Buffer.alloc(24);
	const ok = api.CreateProcessAsUserW(
		...[token, program, line, null, null, true, flags, blockOf(env), cwd, started, made],
	);
	const code = api.GetLastError();
	api.DeleteProcThreadAttributeList(keep.list);
	if (!ok) throw new Error(`Windows doesn't start ${program} as that user: error ${code}.`);
	return {
		process: made.readBigUInt64LE(0),
		thread: made.readBigUInt64LE(8),
		pid: made.readUInt32LE(16),
	};
};

/** CREATE_SUSPENDED, CREATE_UNICODE_ENVIRONMENT, EXTENDED_STARTUPINFO_PRESENT, CREATE_NO_WINDOW. */
const flags = 0x4 | 0x400 | 0x80000 | 0x8000000;

/** STARTUPINFOEXW of a 64-bit Windows: hidden, on the user's desktop, with these three handles and no others. The second value has to
 * live as long as the first one is used. */
const startup = (standard: unknown[]): [Buffer, { desktop: Buffer; handles: Buffer; list: Buffer }] => {
	const api = functions();
	const desktop = utf16("winsta0\\default");
	const handles = Buffer.alloc(24);
	for (const [i, handle] of standard.entries()) handles.writeBigUInt64LE(BigInt(handle as bigint), 8 * i);
	const size = Buffer.alloc(8);
	api.InitializeProcThreadAttributeList(null, 1, 0, size);
	const list = Buffer.alloc(Number(size.readBigUInt64LE(0)));
	api.InitializeProcThreadAttributeList(list, 1, 0, size);
	api.UpdateProcThreadAttribute(list, 0, handleList, handles, handles.length, null, null);
	const info = Buffer.alloc(112);
	info.writeUInt32LE(112, 0);
	info.writeBigUInt64LE(native().address(desktop), 16);
	info.writeUInt32LE(0x101, 60); // STARTF_USESTDHANDLES and STARTF_USESHOWWINDOW: SW_HIDE.
	for (const [i] of standard.entries()) handles.copy(info, 80 + 8 * i, 8 * i, 8 * i + 8);
	info.writeBigUInt64LE(native().address(list), 104);
	return [info, { desktop, handles, list }];
};
const handleList = 0x20002;

const utf16 = (text: string): Buffer => Buffer.from(`${text}\0`, "utf16le");

/** As Windows' programs take their arguments apart again: https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments */
export const quoted = (text: string): string =>
	text !== "" && !/[ \t"]/.test(text)
		? text
		: `"${text.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, "$1$1")}"`;

const blockOf = (env: Record<string, string>): Buffer => {
	const lines = Object.entries(env).map(([name, value]) => `${name}=${value}`);
	const sorted = lines.toSorted((a, b) => (a.toUpperCase() < b.toUpperCase() ? -1 : 1));
	return utf16(`${sorted.join("\0")}\0`);
};

const functions = lazily(() => {
	const [kernel, security] = [native().load("kernel32.dll"), native().load("advapi32.dll")];
	return {
		GetLastError: kernel.func("uint32_t __stdcall GetLastError()"),
		CloseHandle: kernel.func("bool __stdcall CloseHandle(void *handle)"),
		CreateNamedPipeW: kernel.func(
			"void *__stdcall CreateNamedPipeW(str16 name, uint32_t mode, uint32_t kind, uint32_t most, uint32_t out, uint32_t in, uint32_t timeout, void *security)",
		),
		CreateFileW: kernel.func(
			"void *__stdcall CreateFileW(str16 name, uint32_t access, uint32_t share, void *security, uint32_t how, uint32_t flags, void *template)",
		),
		InitializeProcThreadAttributeList: kernel.func(
			"bool __stdcall InitializeProcThreadAttributeList(void *list, uint32_t count, uint32_t flags, void *size)",
		),
		UpdateProcThreadAttribute: kernel.func(
			"bool __stdcall UpdateProcThreadAttribute(void *list, uint32_t flags, uint64_t what, void *value, uint64_t size, void *before, void *returned)",
		),
		DeleteProcThreadAttributeList: kernel.func("void __stdcall DeleteProcThreadAttributeList(void *list)"),
		WaitForSingleObject: kernel.func(
			"uint32_t __stdcall WaitForSingleObject(void *handle, uint32_t milliseconds)",
		),
		GetExitCodeProcess: kernel.func("bool __stdcall GetExitCodeProcess(void *process, _Out_ uint32_t *code)"),
		ResumeThread: kernel.func("uint32_t __stdcall ResumeThread(void *thread)"),
		TerminateProcess: kernel.func("bool __stdcall TerminateProcess(void *process, uint32_t code)"),
		CreateProcessAsUserW: security.func(
			"bool __stdcall CreateProcessAsUserW(void *token, str16 program, void *line, void *process, void *thread, bool inherit, uint32_t flags, void *environment, str16 folder, void *startup, void *made)",
		),
	};
});
