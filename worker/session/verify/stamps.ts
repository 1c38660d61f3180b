// Time stamps of signed heads: each is of a head that was signed before, and says what is repeated of it. Whether its authority
// deserves trust is for whoever has that authority's certificate: here each is consistent, and no more.
import { fromBase64 } from "../../../protocol/bytes.ts";
import { stampedBytes } from "../../../protocol/record/stamp.ts";
import { readToken } from "../../stamps/token.ts";
import { type Check, check, type Event, ofKind } from "./checking.ts";

/** None where nothing was stamped. */
export const checkStamps = async (events: Event[]): Promise<Check[]> => {
	const stamps = ofKind(events, "head.stamped");
	const last = stamps.at(-1);
	if (!last) return [];
	const { by, time, count } = last.body;
	const fine = `the last is by “${by}”, ${new Date(time).toISOString()}, over ${count} events; verify its authority outside`;
	return [
		await check("Time stamps", fine, async () => {
			const problems: string[] = [];
			for (const { seq, body } of stamps) {
				const signed = ofKind(events, "head.signed").findLast(
					(one) => one.seq < seq && one.body.head.count === body.count,
				);
				if (!signed) problems.push(`event ${seq} stamps a head that wasn't signed before`);
				else
					problems.push(
						...(await wrongIn(body, stampedBytes(signed.body.head))).map((why) => `event ${seq}: ${why}`),
					);
			}
			return problems;
		}),
	];
};

const wrongIn = async (
	{ token, by, time }: { token: string; by: string; time: number },
	message: Uint8Array<ArrayBuffer>,
): Promise<string[]> => {
	const read = await readToken(fromBase64(token), message);
	if (!read.ok) return [read.why];
	return read.by === by && read.time === time ? [] : ["its name or time isn't the token's"];
};
