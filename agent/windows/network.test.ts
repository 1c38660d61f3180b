import { expect, test } from "vitest";
import { isOnNetwork } from "./network.ts";

test.each([
	"\\\\evil\\share",
	"//evil/share",
	"\\/evil/share",
	'"\\\\evil\\share"',
	'\\"\\evil\\share',
	" \\\\evil\\share ",
	"\\\\?\\UNC\\evil\\share",
	"\\??\\UNC\\evil\\share",
	"\\\\.\\pipe\\evil",
	"\\\\evil\\share\\..\\other\\tool.exe",
])("%s is on the network", (path) => expect(isOnNetwork(path)).toBe(true));

test.each(["C:\\Windows", '"C:\\Program Files\\Tool"', "C:\\\\double", "\\Windows", "C:/tools", "tool", ""])(
	"%s is on this machine",
	(path) => expect(isOnNetwork(path)).toBe(false),
);
