// The account that this process really runs as, by its token: names come as Windows has them, in no console's code page.
import { lazily, native } from "./native.ts";

export type Sid = string;
export type Named = { name: string; sid: Sid };

/** `elevated`: with full administrator rights. `integrity`: the SID of its level. */
export type Token = { user: Named; groups: Named[]; elevated: boolean; integrity: Sid };

export const ownToken = (): Token => {
	own ??= readToken();
	return own;
};
let own: Token | undefined;

/** https://learn.microsoft.com/windows/win32/api/winnt/ne-winnt-token_information_class */
const kinds = { user: 1, groups: 2, elevation: 20, integrity: 25 } as const;
const query = 0x0008;

const readToken = (): Token => {
	const api = functions();
	const handle = tokenIn(api.GetCurrentProcess());
	if (!handle) throw new Error("Windows doesn't show this process its own token.");
	return readAndClose(handle);
};

/** As whom another process runs; null: it has ended, or Windows doesn't show it. */
export const tokenOf = (pid: number): Token | null => {
	const api = functions();
	const process = api.OpenProcess(queryLimited, false, pid);
	if (!process) return null;
	try {
		const handle = tokenIn(process);
		return handle ? readAndClose(handle) : null;
	} catch {
		return null;
	} finally {
		api.CloseHandle(process);
	}
};

const queryLimited = 0x1000;

const tokenIn = (process: unknown): unknown => {
	const handle: [unknown] = [null];
	return functions().OpenProcessToken(process, query, handle) ? handle[0] : null;
};

/** Of a token that is open. */
export const readAndClose = (handle: unknown): Token => {
	const api = functions();
	const read = (kind: number): Buffer => {
		const needed = Buffer.alloc(4);
		api.GetTokenInformation(handle, kind, null, 0, needed);
		const info = Buffer.alloc(Math.max(4, needed.readUInt32LE()));
		if (!api.GetTokenInformation(handle, kind, info, info.length, needed))
			throw new Error(`Windows doesn't show this process its own token (${kind}).`);
		return info;
	};
	try {
		const groups = read(kinds.groups);
		const count = groups.readUInt32LE(0);
		return {
			user: named(sidAt(read(kinds.user), 0)),
			groups: Array.from({ length: count }, (_, i) => named(sidAt(groups, 8 + 16 * i))),
			elevated: read(kinds.elevation).readUInt32LE(0) !== 0,
			integrity: sidText(sidAt(read(kinds.integrity), 0)),
		};
	} finally {
		api.CloseHandle(handle);
	}
};

/** The SID that an entry of this buffer points to: it is in the same buffer. */
const sidAt = (info: Buffer, at: number): Buffer => {
	const offset = Number(info.readBigUInt64LE(at) - native().address(info));
	return info.subarray(offset, offset + 8 + 4 * (info[offset + 1] ?? 0));
};

/** https://learn.microsoft.com/openspecs/windows_protocols/ms-dtyp/f992ad60-0fe4-4b87-9fed-beb478836861 */
const sidText = (sid: Buffer): Sid => {
	const parts = Array.from({ length: sid[1] ?? 0 }, (_, i) => sid.readUInt32LE(8 + 4 * i));
	return ["S", sid[0], sid.readUIntBE(2, 6), ...parts].join("-");
};

/** A SID whose name isn't known (any more) is its own name. */
const named = (sid: Buffer): Named => {
	const [name, domain, use] = [Buffer.alloc(2 * longest), Buffer.alloc(2 * longest), Buffer.alloc(4)];
	const [nameLength, domainLength] = [sized(), sized()];
	const known = functions().LookupAccountSidW(null, sid, name, nameLength, domain, domainLength, use);
	const text = sidText(sid);
	if (!known) return { name: text, sid: text };
	const of = (buffer: Buffer, length: Buffer) => buffer.toString("utf16le", 0, 2 * length.readUInt32LE());
	const [domainName, ownName] = [of(domain, domainLength), of(name, nameLength)];
	return { name: domainName === "" ? ownName : `${domainName}\\${ownName}`, sid: text };
};

/** More characters than a name has. */
const longest = 512;
const sized = (): Buffer => {
	const length = Buffer.alloc(4);
	length.writeUInt32LE(longest);
	return length;
};

const functions = lazily(() => {
	const [kernel, security] = [native().load("kernel32.dll"), native().load("advapi32.dll")];
	return {
		GetCurrentProcess: kernel.func("void *__stdcall GetCurrentProcess()"),
		OpenProcess: kernel.func("void *__stdcall OpenProcess(uint32_t access, bool inherit, uint32_t pid)"),
		CloseHandle: kernel.func("bool __stdcall CloseHandle(void *handle)"),
		OpenProcessToken: security.func(
			"bool __stdcall OpenProcessToken(void *process, uint32_t access, _Out_ void **token)",
		),
		GetTokenInformation: security.func(
			"bool __stdcall GetTokenInformation(void *token, int kind, void *info, uint32_t length, void *needed)",
		),
		LookupAccountSidW: security.func(
			"bool __stdcall LookupAccountSidW(str16 system, void *sid, void *name, void *nameLength, void *domain, void *domainLength, void *use)",
		),
	};
});
