namespace IntegrationHub.Workshop.Inference;

/// <summary>Fields that tell of one person or organisation: those of one object, or of the items of one list.</summary>
internal sealed class PartyGroup(string parent)
{
    /// <summary>The object or list; empty for the record itself.</summary>
    public string Parent => parent;

    /// <summary>The list that it stands in; null when it stands once in a record.</summary>
    public string? List => parent.IndexOf("[]", StringComparison.Ordinal) is var end and >= 0 ? parent[..end] : null;

    /// <summary>Whether it stands in a list that stands in a list: more than one step from the record.</summary>
    public bool IsDeep => parent.IndexOf("[]", StringComparison.Ordinal) != parent.LastIndexOf("[]", StringComparison.Ordinal);

    /// <summary>Fields by the party's field that they fill.</summary>
    public Dictionary<string, FieldProfile> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>First and last name, where there is no whole one.</summary>
    public List<FieldProfile> NameParts { get; } = [];

    /// <summary>Whether it tells of somebody: by a number or an address of theirs, or by a name in a place where a person is expected.</summary>
    public bool IsSomebody => Fields.ContainsKey("personalNumber")
        || ((Fields.ContainsKey("name") || Fields.ContainsKey("email") || Fields.ContainsKey("phone") || NameParts.Count > 0) && (IsInItsPlace || NameParts.Count == 2));

    bool IsInItsPlace => parent.Length == 0 ? Fields.Count + NameParts.Count > 0 : Names.Person.IsMatch(Names.Plain(parent));

    /// <summary>How much it tells of them.</summary>
    public int Weight => Fields.Count + NameParts.Count + (Fields.ContainsKey("personalNumber") ? 10 : 0);

    /// <summary>Where a person is told of, a field that is just called name is theirs.</summary>
    public void Complete(IEnumerable<FieldProfile> group)
    {
        if (!Fields.ContainsKey("personalNumber") || Fields.ContainsKey("name") || NameParts.Count > 0) return;
        if (group.FirstOrDefault(f => f.Form.Kind == FormKind.Text && f.Filled > 0 && Names.AnyName.IsMatch(Names.Plain(f.Name))) is { } name) Fields["name"] = name;
    }

    public void Add(FieldProfile field)
    {
        if (field.Filled > 0 && field.Longest <= 20 && field.Flags == 0 && (Names.PersonalNumber.IsMatch(Names.Plain(field.Name)) || (field.Share(ValueForms.PersonalNumber) >= 0.8 && field.Filled >= 3))) Fields.TryAdd("personalNumber", field);
        else if (field.Filled > 0 && field.Share(ValueForms.Email) >= 0.8) Fields.TryAdd("email", field);
        else if (field.Filled > 0 && field.Share(ValueForms.Phone) >= 0.8 && Names.Is(field, Names.Phone)) Fields.TryAdd("phone", field);
        else if (field.Form.Kind == FormKind.OrganisationNumber && Names.Is(field, Names.OrganisationNumber)) Fields.TryAdd("organisationNumber", field);
        else if (field.Form.Kind is not FormKind.Text || field.Flags > 0 || field.Filled == 0) return;
        else if (Names.Is(field, Names.FirstName) || Names.Is(field, Names.LastName)) NameParts.Add(field);
        else if (Names.Is(field, Names.PersonName) || (Names.Person.IsMatch(Names.Plain(parent)) && Names.Is(field, Names.AnyName))) Fields.TryAdd("name", field);
        else if (parent.Length > 0 && Names.Address.Any(a => Names.Is(field, a))) Fields.TryAdd("address", field);
    }
}
