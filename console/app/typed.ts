// What someone typed or chose in a field, to be put into the same field of newer content.

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Those that someone can fill in. */
export const fieldsOf = (within: ParentNode): Field[] => [
	...within.querySelectorAll<Field>(
		"input[name]:not([type=hidden], [type=submit], [type=button], [type=file]), textarea[name], select[name]",
	),
];

/** What puts it there: nothing, where it is as the server delivered it. */
export const kept = (field: Field): ((to: Field | undefined) => void) => {
	if (field instanceof HTMLSelectElement) {
		const isNew = [...field.options].some((one) => one.selected !== one.defaultSelected);
		const { value } = field;
		return (to) => {
			if (isNew && to instanceof HTMLSelectElement && [...to.options].some((one) => one.value === value))
				to.value = value;
		};
	}
	if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")) {
		const { checked, defaultChecked } = field;
		return (to) => {
			if (checked !== defaultChecked && to instanceof HTMLInputElement) to.checked = checked;
		};
	}
	const { value, defaultValue, selectionStart, selectionEnd } = field;
	return (to) => {
		if (!to || to instanceof HTMLSelectElement || value === defaultValue) return;
		to.value = value;
		// Numbers and dates have no place of the cursor.
		if (selectionStart !== null) to.setSelectionRange(selectionStart, selectionEnd);
	};
};
