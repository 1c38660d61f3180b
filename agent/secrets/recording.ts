// A run's recording that keeps no secret of its plan, nor one that its step is handed, and says how often it masked one.
import { codePageOf } from "../../domain/output/pages.ts";
import type { Recording } from "../record/recording.ts";
import { codePages } from "../windows/code-pages.ts";
import { newMasking } from "./masking.ts";

export type MaskedRecording = Recording & {
	/** A text as it may be kept: for who has to cut it afterwards. */
	masked: (text: string) => string;
	/** Keeps this value out, too. Call it before the step can have the value. */
	learn: (secret: string) => void;
};

export const maskedRecording = (recording: Recording, secrets: Iterable<string>): MaskedRecording => {
	const masking = newMasking(secrets, consolePage());
	let said = 0;
	/** At the first mark and at the end: a crash in between loses only how many more there were. */
	const say = (isOver: boolean) => {
		const { stdout, stderr, inside } = masking.counts();
		const all = stdout + stderr + inside;
		if (all === said || (said > 0 && !isOver)) return;
		said = all;
		recording.event({ type: "masked", v: 1, stdout, stderr, inside });
	};
	const finish = () => {
		for (const [stream, bytes] of masking.rest()) recording.output(stream, bytes);
		say(true);
	};
	return {
		...recording,
		masked: masking.text,
		learn: masking.learn,
		output(stream, bytes) {
			const kept = masking.output(stream, bytes);
			for (const piece of kept) recording.output(stream, piece);
			say(false);
			return kept.reduce((sum, { length }) => sum + length, 0);
		},
		event(event) {
			recording.event(masking.event(event));
			say(false);
		},
		restarting(ended) {
			finish();
			recording.restarting(ended);
		},
		end(end, durationMs) {
			finish();
			recording.end(masking.end(end), durationMs);
		},
	};
};

/** In which programs of Windows write; null elsewhere. */
const consolePage = (): number | null =>
	process.platform === "win32" ? codePageOf({ "Code page": codePages()["OEM code page"] ?? "" }) : null;
