// Attacks on plans and what came with messages, and on keys.
import { base64, hex, utf8 } from "../../../../../protocol/bytes.ts";
import { sha256 } from "../../../../keys/crypto.ts";
import type { Loose } from "../stored.ts";
import { type Attacks, bodyOf, copy, of, rewrite, swap, swapField, withSpareBits } from "./kit.ts";

export const onPlans: Attacks = {
	"a plan": {
		"its text changed": (t) => (t.plans[0].text = t.plans[0].text.replace("seq 1 3", "seq 1 9")),
		"its text changed, its digest made again": (t) => {
			t.plans[0].text = t.plans[0].text.replace("seq 1 3", "seq 1 9");
			t.plans[0].digest = hex(sha256(utf8(t.plans[0].text)));
		},
		"its digest changed": (t) => (t.plans[0].digest = t.plans[1].digest),
		"its id changed": (t) => (t.plans[1].id = "pl_g0000000000000009"),
		"left out": (t) => t.plans.splice(1, 1),
		"left out with its runs": (t) => {
			const [{ id }] = t.plans.splice(0, 1);
			t.runs = t.runs.filter(({ plan }: Loose) => plan !== id);
		},
		"there twice": (t) => t.plans.push(copy(t.plans[0])),
		"exchanged with another": (t) => swap(t.plans, 0, 1),
		"that is another session's": (t, other) => t.plans.push(copy(other.plans[0])),
		"with another's text and digest": (t) =>
			Object.assign(t.plans[1], { text: t.plans[2].text, digest: t.plans[2].digest }),
		"shown as another state": (t) => (t.plans[1].state = "finished"),
		"approved, shown as denied": (t) => (t.plans[0].state = "denied"),
		"without its votes": (t) => (t.plans[0].votes = []),
		"with one more vote": (t) => t.plans[1].votes.push(copy(t.plans[0].votes[0])),
		"with another vote": (t) => (t.plans[1].votes[0].verdict = "approve"),
		"with another voter": (t) => (t.plans[0].votes[0].name = "Eve"),
		"with another reason": (t) => (t.plans[1].votes[0].reason = "Fine."),
		"with a vote at another time": (t) => (t.plans[0].votes[0].at += 1),
		"with a vote from elsewhere": (t) => (t.plans[0].votes[0].surface = "teams"),
		"its card changed": (t) =>
			(of(t, "card.shown")[0].payload = of(t, "card.shown")[0].payload.replace(
				"Approve this",
				"Ignore this",
			)),
		"its card changed, hashes and digest made again": (t) =>
			rewrite(of(t, "card.shown")[0], { card: "{}", digest: hex(sha256(utf8("{}"))) }),
		"the card that one approver was shown changed, hashes made again": (t) =>
			rewrite(of(t, "card.served")[0], { card: "{}" }),
		"decided as denied, hashes made again": (t) => rewrite(of(t, "plan.decided")[0], { outcome: "denied" }),
		"with other runs, hashes made again": (t) => {
			const {
				runs: [a, b],
			} = bodyOf(of(t, "plan.decided")[0]);
			rewrite(of(t, "plan.decided")[0], { runs: [b, a] });
		},
	},
	"a key": {
		"of an endpoint changed": (t) => (t.header.endpointKeys[0].key = t.header.workerKeys[0].key),
		"of an endpoint written otherwise, with spare bits": (t) =>
			(t.header.endpointKeys[0].key = withSpareBits(t.header.endpointKeys[0].key)),
		"of an endpoint written otherwise, with a blank": (t) => (t.header.endpointKeys[0].key += " "),
		"of two endpoints exchanged": (t) => swapField(t.header.endpointKeys[0], t.header.endpointKeys[1], "key"),
		"of an endpoint left out": (t) => t.header.endpointKeys.pop(),
		"of an endpoint that no plan names": (t, other) =>
			t.header.endpointKeys.push(...other.header.endpointKeys),
	},
	"an attachment": {
		"its bytes changed": (t) => (t.attachments[0].bytes = base64(utf8("see page 9\n"))),
		shortened: (t) => (t.attachments[0].bytes = base64(utf8("see"))),
		"its name changed": (t) => (t.attachments[0].name = "other.txt"),
		"its type changed": (t) => (t.attachments[0].type = "text/html"),
		"left out": (t) => t.attachments.pop(),
		"there under another id": (t) => (t.attachments[0].blob = "b_g0000000000000009"),
		"that no message has": (t) =>
			t.attachments.push({ ...copy(t.attachments[0]), blob: "b_g0000000000000009" }),
		"that is another session's": (t, other) => (t.attachments[0] = copy(other.attachments[0])),
	},
};
