// Which domain or workgroup this machine belongs to.
import { lazily, native } from "./native.ts";

/** `domain ACME`, `workgroup WORKGROUP`, `none`. https://learn.microsoft.com/windows/win32/api/lmjoin/nf-lmjoin-netgetjoininformation */
export const joinedTo = (): string => {
	const [name, status]: [[unknown], Buffer] = [[null], Buffer.alloc(4)];
	const result = functions().NetGetJoinInformation(null, name, status);
	if (result !== 0) throw new Error(`Windows doesn't tell its domain (error ${result})`);
	try {
		const kind = kinds[status.readUInt32LE()];
		return kind === undefined ? "none" : `${kind} ${native().decode(name[0], "char16_t", -1)}`;
	} finally {
		functions().NetApiBufferFree(name[0]);
	}
};

const kinds: Record<number, string> = { 2: "workgroup", 3: "domain" };

const functions = lazily(() => {
	const api = native().load("netapi32.dll");
	return {
		NetGetJoinInformation: api.func(
			"uint32_t __stdcall NetGetJoinInformation(str16 server, _Out_ void **name, void *status)",
		),
		NetApiBufferFree: api.func("uint32_t __stdcall NetApiBufferFree(void *buffer)"),
	};
});
