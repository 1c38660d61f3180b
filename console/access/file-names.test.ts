import { expect, test } from "vitest";
import { finishedSession } from "../testing/play.ts";
import { ids } from "../testing/sample.ts";
import { attachedFile, attachment, streamFile, transcriptFile } from "./file-names.ts";

test("a download is named after its session, endpoint and step", async () => {
	const [, run] = await finishedSession().source().runs();
	if (!run) throw new Error("the sample has three runs");
	expect(streamFile(ids.session, run, "stdout")).toBe("caisey-7A3F-CLIENT-ACCT-01-step-2-stdout.bin");
	expect(transcriptFile(ids.session, "txt")).toBe("caisey-7A3F-transcript.txt");
	expect(transcriptFile(ids.session, "json")).toBe("caisey-7A3F-transcript.json");
	expect(attachedFile(ids.session, "vendor-note.txt")).toBe("caisey-7A3F-vendor-note.txt");
});

test.each([
	["a plain name", "caisey-7A3F-a b.txt", 'filename="caisey-7A3F-a b.txt"'],
	[
		"other letters",
		"Jürgen 日本.txt",
		"filename=\"J_rgen _.txt\"; filename*=UTF-8''J%C3%BCrgen%20%E6%97%A5%E6%9C%AC.txt",
	],
	["a path", "../../etc/passwd", 'filename="_._etc_passwd"'],
	["a header", 'x"; y\r\nSet-Cookie: a=b', 'filename="x_ y_Set-Cookie_ a_b"'],
	[
		"what turns the direction of reading",
		"a\u202egpj.exe",
		'filename="a_U_202E right-to-left override_gpj.exe"',
	],
	["an invisible letter", "a\u3164.txt", 'filename="a_U_3164 Hangul filler_.txt"'],
	["marks that shells and file systems read", "a%b;c'd*e?<f>|g$h`i.ps1", 'filename="a_b_c_d_e_f_g_h_i.ps1"'],
	["dots and blanks at its end", "a...  .", 'filename="a"'],
	["nothing that is allowed", "///", 'filename="_"'],
	["nothing", "", 'filename="file"'],
	["too much", `${"x".repeat(300)}.tar`, `filename="${"x".repeat(116)}.tar"`],
])("a file's name has only what is allowed: %s", (_, name, disposition) => {
	expect(attachment(name)).toBe(`attachment; ${disposition}`);
});
