// The agent's SQLite: a database that outlives the process that opened it, on a disk that may be full.
import type { SQLInputValue } from "node:sqlite";
import { borrow, type Database } from "../world/databases.ts";
import { deployment } from "../world/deployment.ts";
import { type Host, hostOf } from "../world/machines.ts";
import type { Life } from "../world/time.ts";
import { world } from "../world/world.ts";

export class DatabaseSync {
	readonly #life: Life;
	readonly #host: Host;
	readonly #db: Database;
	constructor() {
		this.#life = world().time.life();
		this.#host = hostOf(deployment().machines, this.#life);
		this.#host.disk.db ??= borrow("AGENT");
		this.#db = this.#host.disk.db;
		if (this.#host.disk.writing) this.#transact("ROLLBACK");
	}
	#check(sql: string): void {
		if (!this.#life.alive) throw new Error("a dead process uses its database");
		const { disk } = this.#host;
		if (!disk.full || !writes.test(sql)) return;
		if (disk.spare === 0) throw this.#full();
		disk.spare--;
	}
	#full(): Error {
		const error = Object.assign(new Error("database or disk is full"), {
			code: "ERR_SQLITE_ERROR",
			errcode: 13,
		});
		world().blame.set(error, this.#life);
		return error;
	}
	exec(sql: string): void {
		if (/page_size|wal_|journal_mode|locking_mode|incremental_vacuum|TABLE room/.test(sql)) return;
		this.#check(sql);
		const rest = sql.replace(/PRAGMA synchronous = \w+;\s*/, "");
		const [, transaction] = /^(BEGIN|COMMIT|ROLLBACK)\b[^;]*$/.exec(rest) ?? [];
		if (transaction) this.#transact(transaction);
		else this.#db.db.exec(rest);
	}
	/** Within the one of the whole schedule. */
	#transact(what: string): void {
		const { disk } = this.#host;
		if (disk.writing === (what === "BEGIN")) throw new Error(`cannot ${what.toLowerCase()}`);
		for (const statement of steps[what] ?? []) this.#db.prepare(statement).run();
		disk.writing = what === "BEGIN";
	}
	prepare(sql: string) {
		// What it asks first, once its tables are made.
		if (!sql.startsWith("PRAGMA")) this.#db.made();
		const statement = this.#db.prepare(sql);
		const checked =
			<T>(use: (...values: SQLInputValue[]) => T) =>
			(...values: SQLInputValue[]): T => {
				this.#check(sql);
				return use(...values);
			};
		return {
			run: checked((...values) => statement.run(...values)),
			get: checked((...values) => statement.get(...values)),
			all: checked((...values) => statement.all(...values)),
			iterate: checked((...values) => statement.iterate(...values)),
		};
	}
	close(): void {}
}

const steps: Record<string, string[]> = {
	BEGIN: ["SAVEPOINT agent"],
	COMMIT: ["RELEASE agent"],
	ROLLBACK: ["ROLLBACK TO agent", "RELEASE agent"],
};
const writes = /^\s*(INSERT|UPDATE|DELETE|CREATE|ALTER)/i;
