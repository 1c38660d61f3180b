// Everything in Block Kit that can be pressed or filled in. In a message it acts at once; in a dialog it fills a form.
import { createContext, type ReactNode, useContext, useState } from "react";
import type { Input, Inputs, Option, Where } from "../people/wire.ts";
import { Confirm, type Confirmation } from "./confirm.tsx";
import { FileInput } from "./file-input.tsx";
import { useLeave } from "./leave.ts";
import type { TextObject } from "./mrkdwn.tsx";
import { Picker } from "./picker.tsx";
import { useShared } from "./slack.ts";

export type Element = {
	type: string;
	action_id?: string;
	text?: TextObject;
	style?: "primary" | "danger";
	url?: string;
	accessibility_label?: string;
	confirm?: Confirmation;
	placeholder?: TextObject;
	options?: Option[];
	option_groups?: { label: TextObject; options: Option[] }[];
	initial_option?: Option;
	initial_options?: Option[];
	initial_value?: string;
	initial_date_time?: number;
	multiline?: boolean;
	max_length?: number;
	filetypes?: string[];
	max_files?: number;
	min_query_length?: number;
	focus_on_load?: boolean;
};

type Around = {
	where: Where;
	busy: boolean;
	inputs: Inputs;
	fill(block: string, action: string, input: Input): void;
};

const AroundContext = createContext<Around | null>(null);

/** Around blocks; a dialog gives its form, elsewhere each keeps its own. */
export const Pressable = ({
	where,
	busy,
	form,
	children,
}: {
	where: Where;
	busy: boolean;
	form?: Pick<Around, "inputs" | "fill">;
	children: ReactNode;
}) => {
	const outer = useContext(AroundContext);
	const [inputs, setInputs] = useState<Inputs>({});
	const fill: Around["fill"] = (block, action, input) =>
		setInputs((now) => ({ ...now, [block]: { ...now[block], [action]: input } }));
	const value = outer ?? { where, busy, inputs, fill, ...form };
	return <AroundContext value={value}>{children}</AroundContext>;
};

const useElement = (element: Element, block: string) => {
	const around = useContext(AroundContext);
	const { act } = useShared();
	const [busy, setBusy] = useState(false);
	const action = element.action_id ?? "";
	const press = async (input: Input) => {
		if (!around) return;
		setBusy(true);
		await act("press", { where: around.where, block, action, input, inputs: around.inputs });
		setBusy(false);
	};
	const suggest = async (query: string): Promise<Option[]> =>
		around ? ((await act("suggest", { where: around.where, block, action, query })).options ?? []) : [];
	return {
		busy: busy || (around?.busy ?? false),
		press,
		suggest,
		input: around?.inputs[block]?.[action],
		fill: (input: Input) => around?.fill(block, action, input),
	};
};

type Used = { element: Element; block: string };

/** An element of an actions block or beside a section: acts when it is used, after a yes if it asks first. */
export const Action = ({ element, block }: Used) => {
	const { busy, press, fill } = useElement(element, block);
	const [asked, setAsked] = useState<(() => void) | null>(null);
	const use = (input: Input) => {
		const act = () => {
			if (inForm(element)) fill(input);
			void press(input);
		};
		if (element.confirm) setAsked(() => act);
		else act();
	};
	const answer = (yes: boolean) => {
		if (yes) asked?.();
		setAsked(null);
	};
	return (
		<>
			<Control element={element} block={block} busy={busy} use={use} />
			{element.confirm && asked && (
				<Confirm question={element.confirm} yes={() => answer(true)} no={() => answer(false)} />
			)}
		</>
	);
};

const inForm = ({ type }: Element): boolean => type !== "button" && type !== "overflow";

const Control = ({ element, block, busy, use }: Used & { busy: boolean; use(input: Input): void }) => {
	if (element.type === "button") return <Button element={element} busy={busy} press={() => use(null)} />;
	if (element.type === "overflow") return <Overflow element={element} busy={busy} press={use} />;
	const label = element.placeholder?.text ?? element.type;
	return <Field element={element} block={block} label={label} changed={use} />;
};

const Button = ({ element, busy, press }: { element: Element; busy: boolean; press(): void }) => {
	const look = `button ${element.style ?? ""}`;
	const name = element.accessibility_label;
	if (element.url && /^https?:/i.test(element.url)) {
		return (
			<a
				className={look}
				href={element.url}
				target="_blank"
				rel="noreferrer noopener"
				onClick={press}
				aria-label={name}
			>
				{element.text?.text}
			</a>
		);
	}
	return (
		<button type="button" className={look} disabled={busy} onClick={press} aria-label={name}>
			{element.text?.text}
		</button>
	);
};

const Overflow = ({
	element,
	busy,
	press,
}: {
	element: Element;
	busy: boolean;
	press(input: Input): void;
}) => {
	const [open, setOpen] = useState(false);
	const box = useLeave(open, () => setOpen(false));
	return (
		<div className="overflow" ref={box}>
			<button
				type="button"
				className="button"
				disabled={busy}
				aria-label="More actions"
				aria-haspopup="menu"
				aria-expanded={open}
				onClick={() => setOpen(!open)}
			>
				⋯
			</button>
			{open && (
				<div role="menu" className="menu">
					{element.options?.map((option) => (
						<button
							type="button"
							role="menuitem"
							key={option.value}
							onClick={() => {
								setOpen(false);
								press(option);
							}}
						>
							{option.text.text}
						</button>
					))}
				</div>
			)}
		</div>
	);
};

type FieldProps = {
	element: Element;
	block: string;
	label: string;
	/** Instead of only filling the form. */
	changed?: (input: Input) => void;
	describedBy?: string;
};

/** An input with its value; `label` names it. */
export const Field = ({ element, block, label, changed, describedBy }: FieldProps) => {
	const { input, fill, suggest } = useElement(element, block);
	const change = changed ?? fill;
	const named = { "aria-label": label, ...(describedBy ? { "aria-describedby": describedBy } : {}) };
	switch (element.type) {
		case "plain_text_input": {
			const shared = {
				...named,
				value: String(input ?? element.initial_value ?? ""),
				placeholder: element.placeholder?.text,
				autoFocus: element.focus_on_load,
				spellCheck: false,
				onChange: ({ target }: { target: { value: string } }) => change(target.value),
			};
			return element.multiline ? <textarea rows={3} {...shared} /> : <input type="text" {...shared} />;
		}
		case "datetimepicker": {
			const at = input === undefined ? element.initial_date_time : input;
			return (
				<input
					type="datetime-local"
					{...named}
					value={typeof at === "number" ? localMinutes(at) : ""}
					onChange={({ target }) =>
						change(target.value ? Math.floor(new Date(target.value).getTime() / 1000) : null)
					}
				/>
			);
		}
		case "file_input": {
			const { filetypes: endings, max_files: most = 10 } = element;
			return <FileInput {...{ named, endings, most, change }} />;
		}
		case "radio_buttons":
		case "checkboxes":
			return <Choices element={element} label={label} input={input} change={change} />;
		default:
			return (
				<Picker
					label={label}
					describedBy={describedBy}
					placeholder={element.placeholder?.text ?? "Choose…"}
					several={element.type.startsWith("multi_")}
					chosen={chosenOf(element, input)}
					options={optionsOf(element)}
					search={element.type.endsWith("external_select") ? suggest : undefined}
					change={(chosen) => change(element.type.startsWith("multi_") ? chosen : (chosen[0] ?? null))}
				/>
			);
	}
};

const optionsOf = (element: Element): Option[] =>
	element.options ?? element.option_groups?.flatMap(({ options }) => options) ?? [];

const chosenOf = (element: Element, input: Input | undefined): Option[] => {
	if (input === undefined)
		return element.initial_options ?? (element.initial_option ? [element.initial_option] : []);
	if (Array.isArray(input)) return input;
	return input !== null && typeof input === "object" && "value" in input ? [input] : [];
};

type ChoicesProps = { element: Element; label: string; input: Input | undefined; change(input: Input): void };

const Choices = ({ element, label, input, change }: ChoicesProps) => {
	const chosen = chosenOf(element, input);
	const one = element.type === "radio_buttons";
	const toggle = (option: Option) => {
		const has = chosen.some(({ value }) => value === option.value);
		if (one) change(option);
		else change(has ? chosen.filter(({ value }) => value !== option.value) : [...chosen, option]);
	};
	return (
		<fieldset className="choices" aria-label={label}>
			{element.options?.map((option) => (
				<label key={option.value}>
					<input
						type={one ? "radio" : "checkbox"}
						checked={chosen.some(({ value }) => value === option.value)}
						onChange={() => toggle(option)}
					/>
					<span>
						{option.text.text}
						{option.description && <small>{option.description.text}</small>}
					</span>
				</label>
			))}
		</fieldset>
	);
};

const localMinutes = (seconds: number): string => {
	const at = new Date(seconds * 1000);
	at.setMinutes(at.getMinutes() - at.getTimezoneOffset());
	return at.toISOString().slice(0, 16);
};
