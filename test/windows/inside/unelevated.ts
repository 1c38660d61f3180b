// Runs under Wine, in node.exe: starts a program as this account without its administrator rights, as Windows starts what nobody
// elevated. Ends with it. Its output isn't passed on.
import { join } from "node:path";
import type Koffi from "koffi";
import { nativeName } from "../../../agent/windows/native-name.ts";

const [folder = "", ...line] = process.argv.slice(2);
const loaded: { exports: typeof Koffi } = { exports: {} as typeof Koffi };
process.dlopen(loaded, join(folder, nativeName("x64")));
const koffi = loaded.exports;

const [advapi32, kernel32] = [koffi.load("advapi32.dll"), koffi.load("kernel32.dll")];
const GetCurrentProcess = kernel32.func("void *__stdcall GetCurrentProcess()");
const OpenProcessToken = advapi32.func(
	"bool __stdcall OpenProcessToken(void *process, uint32 access, _Out_ void **token)",
);
const CreateWellKnownSid = advapi32.func(
	"bool __stdcall CreateWellKnownSid(int type, void *domain, _Out_ uint8_t *sid, _Inout_ uint32 *size)",
);
koffi.struct("SidAndAttributes", { sid: "void *", attributes: "uint32" });
const CreateRestrictedToken = advapi32.func(
	"bool __stdcall CreateRestrictedToken(void *token, uint32 flags, uint32 disabled, SidAndAttributes *sids, uint32 deleted, void *privileges, uint32 restricted, void *more, _Out_ void **made)",
);
/** STARTUPINFOW: a size, then nothing set. */
const startup = Buffer.alloc(104);
startup.writeUInt32LE(startup.length);
koffi.struct("Started", { process: "void *", thread: "void *", pid: "uint32", tid: "uint32" });
const CreateProcessAsUser = advapi32.func(
	"bool __stdcall CreateProcessAsUserW(void *token, void *program, _Inout_ uint16_t *line, void *a, void *b, bool inherit, uint32 flags, void *env, void *cwd, uint8_t *startup, _Out_ Started *started)",
);
const WaitForSingleObject = kernel32.func("uint32 __stdcall WaitForSingleObject(void *handle, uint32 ms)");

const done = (what: string, worked: unknown): void => {
	if (!worked) throw new Error(`${what} failed`);
};
const allAccess = 0xf01ff;
const administrators = 26;
const forEver = 0xffff_ffff;

const [own, made]: [[unknown], [unknown]] = [[null], [null]];
done("OpenProcessToken", OpenProcessToken(GetCurrentProcess(), allAccess, own));
const sid = Buffer.alloc(68);
done("CreateWellKnownSid", CreateWellKnownSid(administrators, null, sid, [sid.length]));
const disabled = [{ sid, attributes: 0 }];
done("CreateRestrictedToken", CreateRestrictedToken(own[0], 0, 1, disabled, 0, null, 0, null, made));
const started: { process?: unknown } = {};
const text = Buffer.from(`${line.join(" ")}\0`, "utf16le");
done(
	"CreateProcessAsUser",
	CreateProcessAsUser(made[0], null, text, null, null, false, 0, null, null, startup, started),
);
WaitForSingleObject(started.process, forEver);
