// Select menus, single or multiple, with fixed or searched options: a combobox with a list box.
import { useEffect, useId, useRef, useState } from "react";
import type { Option } from "../people/wire.ts";
import { useLeave } from "./leave.ts";

type Props = {
	label: string;
	describedBy?: string | undefined;
	placeholder: string;
	several: boolean;
	chosen: Option[];
	options: Option[];
	/** Asks the app, for external selects. */
	search?: ((query: string) => Promise<Option[]>) | undefined;
	change(chosen: Option[]): void;
};

const pause = 150;

export const Picker = ({
	label,
	describedBy,
	placeholder,
	several,
	chosen,
	options,
	search,
	change,
}: Props) => {
	const [query, setQuery] = useState<string | null>(null);
	const [at, setAt] = useState(0);
	const list = useId();
	const open = query !== null;
	const found = useFound(query, options, search);
	const has = (option: Option) => chosen.some(({ value }) => value === option.value);
	const choose = (option: Option | undefined) => {
		if (!option) return;
		if (!several) change([option]);
		else change(has(option) ? chosen.filter(({ value }) => value !== option.value) : [...chosen, option]);
		setQuery(several ? "" : null);
	};
	const box = useLeave(open, () => setQuery(null));
	const pressed = (event: React.KeyboardEvent) => {
		if (event.key !== "Enter" && event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
		event.preventDefault();
		if (!open) setQuery("");
		else if (event.key === "Enter") choose(found[at]);
		else setAt(Math.max(0, Math.min(found.length - 1, at + (event.key === "ArrowDown" ? 1 : -1))));
	};
	return (
		<div className="picker" ref={box}>
			{several &&
				chosen.map((option) => (
					<span className="chip" key={option.value}>
						{option.text.text}
						<button type="button" aria-label={`Remove ${option.text.text}`} onClick={() => choose(option)}>
							×
						</button>
					</span>
				))}
			<input
				type="text"
				role="combobox"
				aria-label={label}
				aria-describedby={describedBy}
				aria-expanded={open}
				aria-controls={list}
				aria-activedescendant={open && found[at] ? `${list}-${at}` : undefined}
				autoComplete="off"
				placeholder={chosen.length && several ? "" : placeholder}
				value={query ?? (several ? "" : (chosen[0]?.text.text ?? ""))}
				onClick={() => open || setQuery("")}
				onChange={({ target }) => {
					setQuery(target.value);
					setAt(0);
				}}
				onKeyDown={pressed}
			/>
			{open && (
				<div role="listbox" id={list} aria-label={label} className="options">
					{found.map((option, index) => (
						<div
							role="option"
							id={`${list}-${index}`}
							key={option.value}
							tabIndex={-1}
							aria-selected={has(option)}
							className={index === at ? "at" : ""}
							onMouseDown={(event) => event.preventDefault()}
							onMouseEnter={() => setAt(index)}
							onClick={() => choose(option)}
							onKeyDown={() => {}}
						>
							<span>
								{option.text.text}
								{option.description && <small>{option.description.text}</small>}
							</span>
							{has(option) && <span aria-hidden>✓</span>}
						</div>
					))}
					{found.length === 0 && <p>Nothing found</p>}
				</div>
			)}
		</div>
	);
};

const useFound = (query: string | null, options: Option[], search: Props["search"]): Option[] => {
	const [found, setFound] = useState<Option[]>([]);
	const ask = useRef(search);
	ask.current = search;
	useEffect(() => {
		if (query === null || !ask.current) return;
		let current = true;
		const timer = setTimeout(async () => {
			const answer = await ask.current?.(query);
			if (current && answer) setFound(answer);
		}, pause);
		return () => {
			current = false;
			clearTimeout(timer);
		};
	}, [query]);
	if (search) return found;
	const wanted = (query ?? "").toLowerCase();
	return options.filter(({ text, description }) =>
		`${text.text} ${description?.text ?? ""}`.toLowerCase().includes(wanted),
	);
};
