// Who is logged on at Windows' screens, and a user's token and environment: SYSTEM gets them without a password.
// https://learn.microsoft.com/windows/win32/api/wtsapi32/
import { lazily, native } from "./native.ts";
import { readAndClose, type Token } from "./token.ts";

/** `session`: its number. `active`: in use, not only locked away. */
export type SessionHere = { name: string; active: boolean; session: number };

/** Sessions with a user. */
export const sessionsHere = (): SessionHere[] => {
	const api = functions();
	const [list, count]: [[unknown], [number]] = [[null], [0]];
	if (!api.WTSEnumerateSessionsW(null, 0, 1, list, count)) return [];
	try {
		return Array.from({ length: count[0] }, (_, i) => at(list[0], i)).flatMap(({ session, state }) => {
			const [name, domain] = [textOf(session, userName), textOf(session, domainName)];
			if (name === "" || (state !== active && state !== disconnected)) return [];
			const named = domain === "" ? name : `${domain}\\${name}`;
			return [{ name: named, active: state === active, session }];
		});
	} finally {
		api.WTSFreeMemory(list[0]);
	}
};

/** WTS_SESSION_INFOW of a 64-bit Windows: id, padding, name, state. */
const at = (list: unknown, i: number): { session: number; state: number } => {
	const entry = Buffer.from(native().decode(list, 24 * i, "uint8_t", 24));
	return { session: entry.readUInt32LE(0), state: entry.readUInt32LE(16) };
};

const [active, disconnected] = [0, 4];
const [userName, domainName] = [5, 7];

const textOf = (session: number, what: number): string => {
	const api = functions();
	const [text, bytes]: [[unknown], [number]] = [[null], [0]];
	if (!api.WTSQuerySessionInformationW(null, session, what, text, bytes) || !text[0]) return "";
	try {
		return native().decode.string16(text[0]);
	} finally {
		api.WTSFreeMemory(text[0]);
	}
};

/** `home`: as the machine has it; the environment's the user can change. */
export type SessionUser = { token: Token; home: string; environment: Record<string, string> };

/** A text says why Windows gives no token. */
export const userOf = (session: number): SessionUser | string => {
	const handle = tokenOfSession(session);
	if (typeof handle === "string") return handle;
	const [home, environment] = [homeOf(handle), environmentOf(handle)];
	const token = readAndClose(handle);
	return home === null ? "Windows doesn't tell where its home is" : { token, home, environment };
};

/** https://learn.microsoft.com/windows/win32/api/userenv/nf-userenv-getuserprofiledirectoryw */
const homeOf = (token: unknown): string | null => {
	const [path, size] = [Buffer.alloc(2 * longestPath), Buffer.alloc(4)];
	size.writeUInt32LE(longestPath);
	if (!functions().GetUserProfileDirectoryW(token, path, size)) return null;
	return path.toString("utf16le").split("\0")[0] || null;
};
/** Characters, with its end. */
const longestPath = 32_768;

/** An open token with which a process can be started; a text says why Windows gives none. */
export const tokenOfSession = (session: number): unknown => {
	const api = functions();
	const [asked, primary]: [[unknown], [unknown]] = [[null], [null]];
	if (!api.WTSQueryUserToken(session, asked)) return `Windows error ${api.GetLastError()}`;
	try {
		return api.DuplicateTokenEx(asked[0], maximumAllowed, null, identification, primaryToken, primary)
			? primary[0]
			: `Windows error ${api.GetLastError()}`;
	} finally {
		api.CloseHandle(asked[0]);
	}
};

const maximumAllowed = 0x02000000;
const [identification, primaryToken] = [1, 1];

/** The variables that the user's own programs get. */
const environmentOf = (token: unknown): Record<string, string> => {
	const api = functions();
	const block: [unknown] = [null];
	if (!api.CreateEnvironmentBlock(block, token, false)) return {};
	try {
		return Object.fromEntries(linesIn(block[0]).flatMap(variable));
	} finally {
		api.DestroyEnvironmentBlock(block[0]);
	}
};

/** `=C:=C:\\` are the working directories of drives, which no one names. */
const variable = (line: string): [string, string][] => {
	const at = line.indexOf("=", 1);
	return at < 1 || line.startsWith("=") ? [] : [[line.slice(0, at), line.slice(at + 1)]];
};

/** Texts of UTF-16, each with a NUL behind it, up to an empty one. */
const linesIn = (block: unknown): string[] => {
	const lines: string[] = [];
	for (let offset = 0; lines.length < 10_000; ) {
		const line = native().decode.string16(native().address(block) + BigInt(offset));
		if (line === "") break;
		lines.push(line);
		offset += 2 * (line.length + 1);
	}
	return lines;
};

const functions = lazily(() => {
	const [kernel, security] = [native().load("kernel32.dll"), native().load("advapi32.dll")];
	const [terminals, environments] = [native().load("wtsapi32.dll"), native().load("userenv.dll")];
	return {
		GetLastError: kernel.func("uint32_t __stdcall GetLastError()"),
		CloseHandle: kernel.func("bool __stdcall CloseHandle(void *handle)"),
		DuplicateTokenEx: security.func(
			"bool __stdcall DuplicateTokenEx(void *token, uint32_t access, void *attributes, int level, int kind, _Out_ void **copy)",
		),
		WTSEnumerateSessionsW: terminals.func(
			"bool __stdcall WTSEnumerateSessionsW(void *server, uint32_t zero, uint32_t version, _Out_ void **list, _Out_ uint32_t *count)",
		),
		WTSQuerySessionInformationW: terminals.func(
			"bool __stdcall WTSQuerySessionInformationW(void *server, uint32_t session, int what, _Out_ void **text, _Out_ uint32_t *bytes)",
		),
		WTSQueryUserToken: terminals.func(
			"bool __stdcall WTSQueryUserToken(uint32_t session, _Out_ void **token)",
		),
		WTSFreeMemory: terminals.func("void __stdcall WTSFreeMemory(void *memory)"),
		CreateEnvironmentBlock: environments.func(
			"bool __stdcall CreateEnvironmentBlock(_Out_ void **block, void *token, bool inherit)",
		),
		GetUserProfileDirectoryW: environments.func(
			"bool __stdcall GetUserProfileDirectoryW(void *token, void *path, void *size)",
		),
		DestroyEnvironmentBlock: environments.func("bool __stdcall DestroyEnvironmentBlock(void *block)"),
	};
});
