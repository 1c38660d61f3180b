// Koffi's native file, by which the agent calls Windows itself: what it is called beside the agent's bundle, and in npm.

export type NativeArch = "x64" | "arm64";

export const nativeName = (arch: string): string => `caisey-agent-win32-${arch}.node`;

export const nativePackage = (arch: string): { name: string; file: string } => ({
	name: `@koromix/koffi-win32-${arch}`,
	file: `win32_${arch}/koffi.node`,
});
