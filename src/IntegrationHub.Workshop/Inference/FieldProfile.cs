namespace IntegrationHub.Workshop.Inference;

/// <summary>What samples hold under one path.</summary>
internal sealed class FieldProfile(string path)
{
    const int MostDistinct = 500;

    readonly Dictionary<string, int> distinct = new(StringComparer.Ordinal);
    readonly Dictionary<ValueForm, int> forms = [];

    /// <summary>The path as mappings write it, lists with <c>[]</c>.</summary>
    public string Path { get; } = path;

    /// <summary>The last name of the path.</summary>
    public string Name => Path[(Path.LastIndexOf('.') + 1)..].Replace("[]", "", StringComparison.Ordinal);

    /// <summary>The path of the object that it stands in; empty for the record.</summary>
    public string Parent => Path.LastIndexOf('.') is var dot and >= 0 ? Path[..dot] : "";

    /// <summary>Whether it stands in a list, or is the item of one.</summary>
    public bool IsInList => Path.Contains("[]", StringComparison.Ordinal);

    /// <summary>In how many records it is.</summary>
    public int Records { get; private set; }

    /// <summary>How many values are neither null nor blank.</summary>
    public int Filled { get; private set; }

    /// <summary>How many values are JSON numbers.</summary>
    public int Numbers { get; private set; }

    /// <summary>How many values are JSON booleans.</summary>
    public int Flags { get; private set; }

    /// <summary>How many values there are, blank ones included.</summary>
    public int Values { get; private set; }

    /// <summary>The longest value.</summary>
    public int Longest { get; private set; }

    /// <summary>Whether there are more different values than are remembered.</summary>
    public bool HasMore { get; private set; }

    /// <summary>The different values with how often each came, the most frequent first.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Distinct => [.. distinct.OrderByDescending(d => d.Value).ThenBy(d => d.Key, StringComparer.Ordinal)];

    /// <summary>Whether every value is another one.</summary>
    public bool IsUnique => !HasMore && Filled > 0 && distinct.Count == Filled;

    /// <summary>The form that every filled value has; plain text when they have none in common.</summary>
    public ValueForm Form => Filled == 0 ? ValueForm.Text : ValueForms.All.FirstOrDefault(f => forms.GetValueOrDefault(f) == Filled) ?? ValueForm.Text;

    /// <summary>The share of the values that look like personal data of a form.</summary>
    public double Share(ValueForm form) => Filled == 0 ? 0 : (double)forms.GetValueOrDefault(form) / Filled;

    /// <summary>Other forms that every value could have too: then the samples do not tell which is meant.</summary>
    public IReadOnlyList<ValueForm> OrElse => [.. ValueForms.All.Where(f => f != Form && f.Kind == Form.Kind && forms.GetValueOrDefault(f) == Filled)];

    /// <summary>Notes that a record has it.</summary>
    public void InRecord() => Records++;

    /// <summary>Takes in a value.</summary>
    public void Add(string? text, bool isNumber, bool isFlag)
    {
        Values++;
        if (string.IsNullOrWhiteSpace(text)) return;

        Filled++;
        if (isNumber) Numbers++;
        if (isFlag) Flags++;
        Longest = Math.Max(Longest, text.Length);
        foreach (var form in ValueForms.All)
            if (form.Matches(text, isNumber)) forms[form] = forms.GetValueOrDefault(form) + 1;
        if (distinct.TryGetValue(text, out var times)) distinct[text] = times + 1;
        else if (distinct.Count < MostDistinct) distinct[text] = 1;
        else HasMore = true;
    }
}
