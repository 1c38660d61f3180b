// A file that someone chose, read whole.
export type Attached = { name: string; bytes: number; base64: string };

export const attached = (file: File): Promise<Attached> =>
	new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.onerror = () => reject(reader.error);
		reader.onload = () =>
			resolve({ name: file.name, bytes: file.size, base64: String(reader.result).split(",")[1] ?? "" });
		reader.readAsDataURL(file);
	});
