// The numbers that the agent works by; tests and the command line change some of them.
export type Settings = {
	/** Bytes that may wait on disk for the Worker before commands are made to wait. */
	spoolLimit: number;
	/** Bytes on disk that the agent holds back for itself: for the ends of runs where the disk is full. */
	reserveBytes: number;
	/** Between two tries to write to a full disk. */
	diskRetryMs: number;
	/** How long output may stay open after the process itself has ended. */
	outputGraceMs: number;
	/** Between asking a process tree to end and ending it by force. */
	killGraceMs: number;
	/** How long a challenge is valid. */
	challengeMs: number;
	/** Between two pings; a connection that stays silent for twice as long is dead. */
	pingMs: number;
	/** How long records of a former enrollment may make no progress before the agent reports that it can't deliver them. */
	deliverMs: number;
	/** How long a stopping agent waits for what runs, in ms. */
	drainMs: number;
	/** How long the machine may take to restart after a command that says so, in ms. */
	restartMs: number;
	/** How long the answer to a step's question may take, in ms. */
	answerMs: number;
	/** How long a process may take to become the user that its step runs as, in ms. */
	gateMs: number;
	/** By how much "in an hour" postpones a plan. */
	hourMs: number;
	/** What the command line says of the way to the Worker (connection/way.ts); null: nothing. */
	proxy: string | null;
	ca: string | null;
	/** Milliseconds to wait before connecting for the nth time in a row (0 is the first). */
	backoff: (attempt: number) => number;
};

const baseMs = 500;
const capMs = 30_000;

/** Full jitter: anything between nothing and an exponentially growing limit, so that many agents don't come at once. */
export const fullJitter = (attempt: number): number => Math.random() * Math.min(capMs, baseMs * 2 ** attempt);

export const defaults: Settings = {
	spoolLimit: 1_073_741_824,
	reserveBytes: 8_388_608,
	diskRetryMs: 2_000,
	outputGraceMs: 2_000,
	killGraceMs: 3_000,
	challengeMs: 60_000,
	pingMs: 20_000,
	deliverMs: 10_000,
	drainMs: 600_000,
	restartMs: 600_000,
	answerMs: 900_000,
	gateMs: 30_000,
	hourMs: 3_600_000,
	proxy: null,
	ca: null,
	backoff: fullJitter,
};
