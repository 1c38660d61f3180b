// Who may reach a file: its access list, as text in Windows' own form.
// https://learn.microsoft.com/windows/win32/secauthz/security-descriptor-string-format
import { lazily, native } from "./native.ts";
import { ownToken, type Token } from "./token.ts";

/** SYSTEM and Administrators: they can take any file anyway. */
const always = ["SY", "BA"];

/** Takes a file or folder, with all that will be in it, away from everyone but its new owner, SYSTEM and Administrators. `reader`: a
 * user who may read and run it, too. */
export const keepToAccount = (path: string, reader?: string): void => {
	const api = functions();
	const owner = ownerHere(ownToken());
	const entries = [...new Set([...always, owner])].map((who) => `(A;OICI;FA;;;${who})`);
	if (reader !== undefined) entries.push(`(A;OICI;FRFX;;;${reader})`);
	const descriptor: [unknown] = [null];
	if (!api.ToDescriptor(`O:${owner}D:P${entries.join("")}`, 1, descriptor, null))
		throw new Error("Windows can't read the access list.");
	try {
		if (!api.SetFileSecurityW(path, ofBoth + notInherited, descriptor[0]))
			throw new Error(`Windows error ${api.GetLastError()} at its access list`);
	} finally {
		api.LocalFree(descriptor[0]);
	}
};

/** Administrators, while this account is one, so that SYSTEM takes over what a person enrolled; else the account. */
export const ownerHere = ({ user, groups, elevated }: Omit<Token, "integrity">): string =>
	elevated && groups.some(({ sid }) => sid === "S-1-5-32-544") ? "BA" : user.sid;

/** Whom else a file's owner or access list lets in, as SIDs or their abbreviations. */
export const othersWithAccess = (path: string): string[] => {
	const known = [...always, "LA", "S-1-5-18", "S-1-5-32-544", ownToken().user.sid];
	return allowedIn(descriptorOf(path)).filter((who) => !known.includes(who));
};

/** Owner and access list of a file, as text. Throws where they can't be read. */
const descriptorOf = (path: string): string => {
	const api = functions();
	const [descriptor, text]: [[unknown], [unknown]] = [[null], [null]];
	const failed: number = api.GetNamedSecurityInfoW(path, file, ofBoth, null, null, null, null, descriptor);
	if (failed !== 0) throw new Error(`Windows error ${failed} at the access list of ${path}`);
	try {
		if (!api.ToText(descriptor[0], 1, ofBoth, text, null))
			throw new Error(`The access list of ${path} is unreadable`);
		return native().decode.string16(text[0]);
	} finally {
		api.LocalFree(text[0]);
		api.LocalFree(descriptor[0]);
	}
};

/** `O:owner`, then `D:` and the entries, `(type;flags;rights;object;inherited object;who)`; type A allows. The owner may always change
 * the list. No list at all lets everyone in. */
export const allowedIn = (sddl: string): string[] => {
	const [, owner = "", list] = /^(?:O:([\w-]+?))?(?:G:[\w-]+?)?(?:D:(.*))?$/.exec(sddl) ?? [];
	if (list === undefined || list.includes("NO_ACCESS_CONTROL")) return ["WD"];
	// An entry with a condition, or what else isn't known: it may let anyone in.
	if (!/^[A-Z]*(?:\([^();]*(?:;[^();]*){5}\))*$/.test(list)) return ["WD"];
	const entries = [...list.matchAll(/\(([^()]*)\)/g)].map((entry) => (entry[1] ?? "").split(";"));
	const allowed = entries.flatMap(([type, , , , , who = ""]) => (deny.includes(type ?? "") ? [] : [who]));
	return [...new Set([...(owner ? [owner] : []), ...allowed])];
};

const deny = ["D", "OD"];

const file = 1; // SE_FILE_OBJECT
const ofBoth = 5; // OWNER_ and DACL_SECURITY_INFORMATION
const notInherited = 0x80000000; // PROTECTED_DACL_SECURITY_INFORMATION

const functions = lazily(() => {
	const [kernel, security] = [native().load("kernel32.dll"), native().load("advapi32.dll")];
	return {
		GetLastError: kernel.func("uint32_t __stdcall GetLastError()"),
		LocalFree: kernel.func("void *__stdcall LocalFree(void *memory)"),
		ToDescriptor: security.func(
			"bool __stdcall ConvertStringSecurityDescriptorToSecurityDescriptorW(str16 text, uint32_t revision, _Out_ void **descriptor, void *size)",
		),
		ToText: security.func(
			"bool __stdcall ConvertSecurityDescriptorToStringSecurityDescriptorW(void *descriptor, uint32_t revision, uint32_t parts, _Out_ void **text, void *length)",
		),
		SetFileSecurityW: security.func(
			"bool __stdcall SetFileSecurityW(str16 name, uint32_t parts, void *descriptor)",
		),
		GetNamedSecurityInfoW: security.func(
			"uint32_t __stdcall GetNamedSecurityInfoW(str16 name, int kind, uint32_t parts, void *owner, void *group, void *list, void *audit, _Out_ void **descriptor)",
		),
	};
});
