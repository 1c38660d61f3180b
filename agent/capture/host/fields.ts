// What a command asks to be filled in: mandatory parameters, each of its own type, and Read-Host's one line.
export const fields = /* C# */ String.raw`
public sealed class Fields {
	/// So often a value of a type is asked for again.
	private const int Tries = 5;
	private readonly Prompts prompts;

	public Fields(Prompts prompts) { this.prompts = prompts; }

	public Dictionary<string, PSObject> Ask(string caption, string message, Collection<FieldDescription> fields) {
		Dictionary<string, PSObject> filled = new Dictionary<string, PSObject>();
		foreach (FieldDescription field in fields) {
			Type type = TypeOf(field);
			string label = LabelOf(field);
			object value = IsHidden(type) ? Hidden(type, false, caption, message, label) : type.IsArray ? Many(type, caption, message, label) : One(type, field, caption, message, label);
			filled[field.Name] = PSObject.AsPSObject(value);
		}
		return filled;
	}

	/// One after the other, until there is nothing more.
	private object Many(Type type, string caption, string message, string label) {
		ArrayList all = new ArrayList();
		Type each = type.GetElementType();
		for (;;) {
			string one = label + "[" + all.Count.ToString(CultureInfo.InvariantCulture) + "]";
			if (IsHidden(each)) {
				object hidden = Hidden(each, true, caption, message, one);
				if (hidden == null) break;
				all.Add(hidden);
				continue;
			}
			string answer = prompts.Text(true, caption, message, one);
			if (answer == null) break;
			object value;
			if (Converted(answer, each, out value)) all.Add(value);
		}
		return all.ToArray(each);
	}

	/// Of a type whose value nobody may see.
	private static bool IsHidden(Type type) { return type == typeof(SecureString) || type == typeof(PSCredential); }

	private object Hidden(Type type, bool ends, string caption, string message, string label) {
		if (type == typeof(SecureString)) return prompts.Secret(ends, caption, message, label);
		return prompts.Credential(ends, caption, message + "\n" + label, null, null);
	}

	private object One(Type type, FieldDescription field, string caption, string message, string label) {
		string wrong = null;
		for (int i = 0; i < Tries; i++) {
			string answer = prompts.Text(false, wrong, caption, message, label);
			if (answer == "" && field.DefaultValue != null) return field.DefaultValue.BaseObject;
			object value;
			if (Converted(answer, type, out value)) return value;
			wrong = "\"" + answer + "\" can't be read as " + type.Name + ".";
		}
		throw prompts.Refuse("text", wrong, caption, message, label);
	}

	private static bool Converted(string answer, Type type, out object value) {
		try {
			value = type == typeof(string) || type == typeof(object) ? answer : LanguagePrimitives.ConvertTo(answer, type, CultureInfo.CurrentCulture);
			return true;
		} catch (PSInvalidCastException) {
			value = null;
			return false;
		}
	}

	private static Type TypeOf(FieldDescription field) {
		Type type;
		return LanguagePrimitives.TryConvertTo(field.ParameterAssemblyFullName, out type) || LanguagePrimitives.TryConvertTo(field.ParameterTypeFullName, out type) ? type : typeof(string);
	}

	private static string LabelOf(FieldDescription field) {
		return string.IsNullOrWhiteSpace(field.Label) ? field.Name : field.Label.Replace("&", "");
	}
}
`;
