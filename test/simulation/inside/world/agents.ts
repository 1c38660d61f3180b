// Starting, stopping and killing the agents of the simulated machines, as a service manager and bad luck do.
import { startAgent } from "../../../../agent/agent.ts";
import { folderAt } from "../../../../agent/home/folder.ts";
import { defaults } from "../../../../agent/home/settings.ts";
import { deployment } from "./deployment.ts";
import type { Host } from "./machines.ts";
import { world } from "./world.ts";

const settings = { ...defaults, outputGraceMs: 500, killGraceMs: 500, drainMs: 20_000 };

/** Its process begins. One that can't start is started again a little later. */
export const start = (host: Host): void => {
	if (host.life || host.leaving) return;
	const { time, note } = world();
	const life = time.born(host.name, host.machine);
	host.life = life;
	note(`  ${host.name}: the agent starts`);
	time.in(life, () => {
		startAgent(folderAt(host.name), settings, (line) => note(`  ${host.name}: ${line}`)).then(
			(agent) => {
				if (!life.alive) return;
				if (!agent.ok) throw new Error(agent.error);
				host.stop = () =>
					void agent.drain().then(() => {
						// It may have died meanwhile.
						if (!life.alive) return;
						agent.stop();
						kill(host, "has stopped");
						startSoon(host);
					});
				void agent.rejected.then((why) => {
					host.rejected = why;
					kill(host, `was rejected: ${why}`);
				});
			},
			(error) => fail(host, error),
		);
	});
};

/** As a service manager does. */
export const startSoon = (host: Host): void =>
	void world().time.world(1_000 + world().chance.below(3_000), null, () => start(host));

/** An error that nothing caught ends the process. */
export const fail = (host: Host, error: unknown): void => {
	kill(host, `died: ${error}`);
	startSoon(host);
};

/** At once, with everything that it runs; its disk stays. */
export const kill = (host: Host, why: string): void => {
	if (!host.life) return;
	world().note(`  ${host.name}: the agent ${why}`);
	world().time.end(host.life);
	host.life = null;
	host.stop = null;
	for (const end of host.ends) end.abandon();
	host.ends.clear();
	for (const execution of host.executions) if (execution.end === "running") execution.end = "left";
};

/** The host whose agent's life this is. */
export const hostWith = (alive: unknown): Host | undefined =>
	[...deployment().machines.values()].find((host) => host.life === alive);
