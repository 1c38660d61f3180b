// What the owner does at the command line: applies a changed set-up file, has a machine enrolled again.
import type { Policy, Role } from "../../../../../protocol/people.ts";
import type { AmendmentsView } from "../../../../../protocol/read/amendment.ts";
import type { InForce } from "../../../../../worker/contracts/values/set-up.ts";
import { kill, start } from "../agents.ts";
import { giveBack } from "../databases.ts";
import { enroll } from "../enrolling.ts";
import { unannounced } from "../template.ts";
import { world } from "../world.ts";
import type { Pressing } from "./pressing.ts";

const undelivered = "SELECT 1 FROM plans WHERE told = 0 UNION ALL SELECT 1 FROM spool";

export const governing = ({ scene }: Pressing) => {
	const { objects, company, laws } = scene;
	const { chance, time, note } = world();
	const apply = (): Promise<unknown> => {
		const { workspace: _, channel: __, ...configuration } = company;
		const given = [structuredClone(configuration), unannounced];
		return objects.call(objects.find("CLIENT", company.id), "configure", given);
	};
	/** Until it has worked, as an owner would; then an approver confirms what waits for one. */
	const applied = (made: number): void =>
		void time.in(time.born("request of the owner", { skew: 0 }), () =>
			apply().then(
				(is) => {
					if ((is as InForce).differs?.state === "waits") confirmed(made);
					else laws.settle(made);
				},
				() => time.world(1_000, "the owner applies the set-up again", () => applied(made)),
			),
		);
	const client = () => objects.find("CLIENT", company.id);
	/** By any approver who may, until none waits or it has worked. What a newer change replaced isn't awaited any more. */
	const confirmed = (made: number): void =>
		void time.in(time.born("request of an approver", { skew: 0 }), () =>
			confirm().then(
				(over) => {
					if (over) laws.settle(made);
					else time.world(500, "an approver confirms the set-up", () => confirmed(made));
				},
				() => time.world(1_000, "an approver confirms the set-up again", () => confirmed(made)),
			),
		);
	const confirm = async (): Promise<boolean> => {
		for (const { id, name } of company.people) {
			const view = (await objects.call(client(), "amendments", [id])) as AmendmentsView | null;
			if (!view?.newest || view.newest.ended) {
				if (view) return true;
				continue;
			}
			if (!view.may) continue;
			const by = { person: id, name };
			const wish = { by, amendment: view.newest.id, answer: "confirm" };
			await objects.call(client(), "answerAmendment", [wish]);
			return false;
		}
		return false;
	};
	return {
		change: (): void => {
			const what = chance.one(["role", "role", "votes", "counts"] as const);
			company.revision++;
			if (what === "role") {
				const one = chance.one(company.people.filter(({ name }) => ["Ada", "Sam", "Bob"].includes(name)));
				const usual: Role[] = one.name === "Sam" ? ["technician", "approver"] : ["approver"];
				one.roles = one.roles.length === 0 ? usual : [];
			} else if (what === "votes")
				company.policy = { ...company.policy, votes: company.policy.votes === 1 ? 2 : 1 } satisfies Policy;
			else company.policy = { ...company.policy, outputInChat: chance.one(["lines", "counts"]) };
			note(`the owner changes the set-up: ${what}`);
			applied(laws.enact(company));
		},
		/** From the set-up: what runs there ends in its own time, or no one hears of it. */
		remove: (): void => {
			const host = chance.one([...scene.machines.values()]);
			if (host.leaving || host.removed) return;
			note(`${host.name} is removed`);
			host.removed = true;
			company.endpoints = company.endpoints.filter(({ name }) => name !== host.name);
			company.revision++;
			applied(laws.enact(company));
		},
		/** Its agent is replaced, with what it knew and had not told. */
		enrollAgain: (): void => {
			const host = chance.one([...scene.machines.values()]);
			// As the command does: not before everything is delivered.
			const { db } = host.disk;
			if (host.leaving || host.removed || !db || db.prepare(undelivered).all().length > 0) return;
			note(`${host.name} is enrolled again`);
			kill(host, "is replaced");
			host.leaving = true;
			giveBack(db);
			Object.assign(host.disk, { db: null, writing: false });
			const again = (): void =>
				void time.in(time.born("request of the owner", { skew: 0 }), () =>
					enroll(objects, host, company, scene.publicKey).then(
						() => {
							host.leaving = false;
							host.rejected = null;
							start(host);
						},
						() => time.world(1_000, `${host.name} is enrolled again`, again),
					),
				);
			again();
		},
	};
};
