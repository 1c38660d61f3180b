// In which code pages Windows speaks.
import { lazily, native } from "./native.ts";

/** By name, as the environment snapshot shows them. A console starts with the OEM page; programs without one often use the ANSI page. */
export const codePages = (): Record<string, string> => {
	const api = functions();
	return { "ANSI code page": String(api.GetACP()), "OEM code page": String(api.GetOEMCP()) };
};

const functions = lazily(() => {
	const kernel = native().load("kernel32.dll");
	return {
		GetACP: kernel.func("uint32_t __stdcall GetACP()"),
		GetOEMCP: kernel.func("uint32_t __stdcall GetOEMCP()"),
	};
});
