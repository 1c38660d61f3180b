// What stands before a question: the unfinished last line, with no part of a secret.
import { secretBytes } from "../../protocol/plan/secret-name.ts";
import type { Stream } from "../../protocol/record/records.ts";

/** UTF-16 units. */
const longestQuestion = 2_000;
/** More bytes than any form of a secret has. Where a longer line is cut, its first ones may be the end of one. */
const longestForm = 16 * secretBytes.most;

/** Of what was written last, of either stream. */
export const newLastLine = () => {
	const lines = { stdout: noLine, stderr: noLine };
	let last: Stream = "stdout";
	return {
		take(stream: Stream, bytes: Uint8Array): void {
			const at = bytes.lastIndexOf(0x0a);
			const rest = Buffer.from(bytes.subarray(at + 1));
			const before = at >= 0 ? noLine : lines[stream];
			const all = before.kept.length === 0 ? rest : Buffer.concat([before.kept, rest]);
			const over = Math.max(0, all.length - longestForm - 4 * longestQuestion);
			lines[stream] = { kept: all.subarray(over), cut: before.cut || over > 0 };
			last = stream;
		},
		text(masked: (text: string) => string): string {
			const { kept, cut } = lines[last];
			return masked(kept.toString())
				.slice(cut ? longestForm : 0)
				.slice(-longestQuestion);
		},
	};
};

const noLine = { kept: Buffer.alloc(0), cut: false };
