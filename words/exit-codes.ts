// Exit codes in words: as people know the number, and what it means to the program that gave it.
import { hexCode, isCrash, type Meaning, type Meant, meaningOf, signedCode } from "../domain/exit-codes.ts";
import { named } from "../domain/line.ts";
import type { Ran } from "../protocol/read/reading.ts";

/** `1`, `-1978335189 (0x8A15002B)`, `0xC0000005 (crashed)`, `3010 (as Windows Installer uses it: done, a restart is needed)` */
export const exitCodeText = (code: number, ran: Ran | null): string => {
	const meant = meaningOf(code, ran);
	const windows = ran !== null && ran.shell !== "sh" && ran.shell !== "bash";
	if (windows && isCrash(code) && meant?.by === "windows")
		return `${hexCode(code)} (${meantText(meant, ran, code)})`;
	const number = signedCode(code);
	const aside = [number < 0 ? hexCode(code) : "", meant ? meantText(meant, ran, code) : ""].filter(Boolean);
	return aside.length === 0 ? String(number) : `${number} (${aside.join(", ")})`;
};

const meantText = ({ by, meaning }: Meant, ran: Ran | null, code: number): string => {
	const what = meaning === "signalled" ? `ended by signal ${code - 128}` : meanings[meaning];
	switch (by) {
		case "program":
			return `${named(ran?.program ?? "")}: ${what}`;
		case "installer":
			return `Windows Installer: ${what}`;
		case "maybe-installer":
			return `as Windows Installer uses it: ${what}`;
		case "shell":
		case "windows":
		case "convention":
			return what;
	}
};

const meanings = {
	crashed: "crashed",
	"stack-overflow": "crashed, stack overflow",
	"net-exception": "crashed, unhandled .NET exception",
	"wrong-architecture": "could not load a library, wrong architecture",
	"library-missing": "could not start, a library is missing",
	"library-failed": "could not start, a library failed",
	interrupted: "interrupted",
	"restart-asked": "a restart is asked for",
	"restart-begun": "done, and a restart has begun",
	"restart-needed": "done, a restart is needed",
	"cancelled-by-user": "cancelled by a user",
	"install-failed": "the installation failed",
	"not-installed": "the product isn't installed",
	"install-running": "another installation is running",
	"package-unreadable": "the package can't be opened",
	"other-version": "another version is already installed",
	"nothing-applies": "no installer fits this system",
	"wrong-hash": "the installer isn't the expected one",
	"no-package": "no such package",
	"needs-admin": "needs administrator rights",
	"no-update": "no newer version applies",
	"already-installed": "already installed",
	copied: "files were copied",
	"extra-files": "nothing copied, the target has extra files",
	"copied-and-extra": "files were copied, the target has extra files",
	mismatched: "nothing copied, some files didn't match",
	"copied-mismatched": "files were copied, some didn't match",
	"extra-mismatched": "nothing copied, extra and mismatched files",
	"copied-extra-mismatched": "files were copied, extra and mismatched files",
	"not-all-copied": "some files weren't copied",
	"copied-nothing": "nothing was copied, serious error",
	"no-match": "no match",
	different: "there are differences",
	"not-running": "not running",
	"timed-out": "timed out",
	"no-host": "could not find the host",
	"no-connection": "could not connect",
	"forbidden-by-policy": "a policy of this machine forbids it",
	"wrong-platform": "the package isn't for this kind of machine",
	"wrong-arguments": "wrong arguments",
	"no-source": "the package's source isn't there",
	"file-missing": "no such file",
	"path-missing": "no such folder",
	"access-denied": "access denied",
	"in-use": "a file is in use",
	unsupported: "not supported here",
	"no-network-path": "could not find the network path",
	"disk-full": "not enough space on the disk",
	"no-answer": "the service did not answer in time",
	"runs-already": "already running",
	"service-disabled": "the service is disabled",
	"no-service": "no such service",
	"to-be-deleted": "the service is to be deleted",
	"exists-already": "already exists",
	"wrong-login": "wrong user name or password",
	"no-domain": "could not reach the domain",
	"server-error": "the server answered with an error",
	"no-tls": "could not make a TLS connection",
	"not-trusted": "the server's certificate isn't trusted",
	"empty-reply": "the server answered nothing",
	"not-received": "could not receive the answer",
	vanished: "some files vanished meanwhile",
	"no-script": "the script's file can't be run",
	"no-job-or-its-code": "no such process of this shell, or it ended with 127",
	"no-input": "there was no more input",
	"no-installer-service": "the installer service isn't available",
	suspended: "the installation is suspended, incomplete",
	"no-log": "the log file can't be written",
	"no-temp": "the Temp folder is full or can't be written",
	agreements: "agreements weren't accepted",
	"download-failed": "the download failed",
	"several-packages": "several packages match",
	"restart-first": "nothing was done, a restart is pending",
	"some-failed": "it ended with failures",
	"store-corrupt": "the component store is damaged",
	"no-such-feature": "no such feature",
	"all-failed": "all updates failed",
	"not-for-machine": "the update doesn't apply to this machine",
	"no-update-now": "another installation is running, or a restart is pending",
	"no-update-service": "the service or the system was shutting down",
	"no-network": "no network connection",
	"not-executable": "not executable",
	"no-command": "command not found",
	"no-command-or-unset": "command not found, or a variable isn't set",
} as const satisfies Record<Exclude<Meaning, "signalled">, string>;
