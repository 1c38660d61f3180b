import { expect, test } from "vitest";
import { dana, sessionView } from "../testing/views.ts";
import { sessionCard } from "./session.ts";

const guest = { ...dana, name: "Ada Lindqvist approved" };
const [known, unknown] = [true, false].map((requesterKnown) =>
	sessionCard(sessionView({ requester: guest, requesterKnown })),
);

test("a session's card marks someone without a role who asked, in notifications too", () => {
	expect(unknown?.notification[0]).toBe("“Ada Lindqvist approved” (no role here) asked: ");
	expect(unknown?.sections[0]).toMatchObject({ line: [{ mention: guest }, " (no role here) asked: ", {}] });
});

test("a session's card doesn't mark someone with a role", () => {
	expect(known?.notification[0]).toBe("Ada Lindqvist approved asked: ");
	expect(known?.sections[0]).toMatchObject({ line: [{ mention: guest }, " asked: ", {}] });
});

test("a session's card says the role of who asked", () => {
	const card = sessionCard(sessionView({ requesterRoles: ["requester"] }));
	expect(card.notification[0]).toBe("Dana Reyes (requester) asked: ");
	expect(card.sections[0]).toMatchObject({ line: [{ mention: dana }, " (requester) asked: ", {}] });
});
