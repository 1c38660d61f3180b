// Wine from Debian, in a folder that is used as `/`, with a first `C:`.
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { openC } from "../c-drive.ts";
import { underWine } from "../wine.ts";
import { unpackDebian } from "./packages.ts";
import { run } from "./run.ts";

export const bringWine = async (root: string): Promise<void> => {
	mkdirSync(root, { recursive: true });
	await unpackDebian(root, ["wine64", "wine", "libc-bin"]);
	for (const link of ["bin", "sbin", "lib", "lib64"])
		if (!existsSync(join(root, link))) symlinkSync(`usr/${link}`, join(root, link));
	writeFileSync(join(root, "etc", "hosts"), `127.0.0.1 localhost ${hostname()}\n`);
	markZlib(root);
	const c = openC(join(root, "c"));
	const boot = underWine({ root, c, program: "wineboot", args: ["-i"] });
	await run(boot.program, boot.args, { env: boot.env });
	const end = underWine({ root, c, program: "wineserver", args: ["-w"] });
	await run(end.program, end.args, { env: end.env });
	// Where its server was: not where those of its copies are.
	rmSync(join(c, "wineserver"), { force: true });
	if (!existsSync(join(c, "drive_c", "windows", "system32", "cmd.exe")))
		throw new Error("Wine made no C: drive.");
};

/** As Debian's libwine does when it is configured: Wine takes a library as its own by this mark behind the DOS header. */
const markZlib = (root: string): void => {
	const bytes = readFileSync(join(root, "usr/x86_64-w64-mingw32/lib/zlib1.dll"));
	bytes.fill(0, 64, 96);
	bytes.write("Wine builtin DLL", 64, "latin1");
	writeFileSync(join(root, "usr/lib/x86_64-linux-gnu/wine/x86_64-windows/zlib1.dll"), bytes);
};
