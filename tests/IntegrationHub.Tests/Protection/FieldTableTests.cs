using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Mapping;
using IntegrationHub.Protection;
using static IntegrationHub.Tests.Protection.Samples;

namespace IntegrationHub.Tests.Protection;

public sealed class FieldTableTests
{
    static readonly Type[] Leaves =
        [typeof(string), typeof(decimal), typeof(DateTimeOffset), typeof(bool), typeof(Uri), typeof(SourceId), typeof(IReadOnlyDictionary<string, string>), typeof(IReadOnlyList<CaseId>)];

    [Fact]
    public void Every_field_of_the_model_has_one_line_and_every_line_a_field()
    {
        Assert.Equal(PathsOf(typeof(Case)).Order(StringComparer.Ordinal), FieldTable.Case.Select(rule => rule.Field).Order(StringComparer.Ordinal));
        Assert.Equal(PathsOf(typeof(CaseEvent)).Order(StringComparer.Ordinal), FieldTable.Event.Select(rule => rule.Field).Order(StringComparer.Ordinal));
        Assert.Equal(PathsOf(typeof(Contact)).Order(StringComparer.Ordinal), FieldTable.Contact.Select(rule => rule.Field).Order(StringComparer.Ordinal));
        Assert.Equal(PathsOf(typeof(ContactQuestion)).Order(StringComparer.Ordinal), FieldTable.Question.Select(rule => rule.Field).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(TextFields))]
    public void A_text_stands_clear_exactly_where_the_table_says_so(string field)
    {
        var rule = FieldTable.Case.Single(line => line.Field == field);
        var open = Protect(WithCanary(Permit, field));
        var closed = Protect(WithCanary(Permit, field) with { Confidentiality = Confidentiality.Restricted });
        var withProtectedParty = WithCanary(Permit, field);
        withProtectedParty = withProtectedParty with { Parties = [.. withProtectedParty.Parties, new Party { Protected = true }] };

        Assert.Equal(rule.Storage != FieldStorage.Encrypted, ShowsCanary(open));
        Assert.Equal(rule.Storage == FieldStorage.Clear, ShowsCanary(closed));
        Assert.Equal(rule.Storage == FieldStorage.Clear, ShowsCanary(Protect(withProtectedParty)));
        Assert.Equal(rule.InTextSearch, open.Case.SearchText!.Contains(Canary, StringComparison.Ordinal));
        Assert.Null(closed.Case.SearchText);
        Assert.Null(Protect(withProtectedParty).Case.SearchText);
    }

    [Theory]
    [MemberData(nameof(TextFields))]
    public void Nothing_is_lost_wherever_it_stands(string field)
    {
        foreach (var confidentiality in Enum.GetValues<Confidentiality>())
        {
            var opened = Protector.Open(Protect(WithCanary(Permit, field) with { Confidentiality = confidentiality }).Case);

            Assert.Contains(Canary, JsonSerializer.Serialize(opened, Readable), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(CaseFields))]
    public void The_content_hash_notices_a_change_of_any_field(string field)
    {
        // Key, source and the protected mark are what the hash is of, or change other things that are hashed.
        if (field is "key" or "reference.source") return;

        Assert.NotEqual(Protect(Permit).Case.ContentHash, Protect(Changed(Permit, field)).Case.ContentHash);
    }

    [Theory]
    [InlineData(nameof(CaseEvent.Id))]
    [InlineData(nameof(CaseEvent.At))]
    [InlineData(nameof(CaseEvent.Kind))]
    [InlineData(nameof(CaseEvent.Title))]
    [InlineData(nameof(CaseEvent.Text))]
    [InlineData(nameof(CaseEvent.By))]
    [InlineData(nameof(CaseEvent.Confidentiality))]
    public void The_content_hash_notices_a_change_in_the_timeline(string property)
    {
        var changed = Decision with { };
        var field = typeof(CaseEvent).GetProperty(property)!;
        field.SetValue(changed, Another(field.GetValue(changed)!));

        var before = Protect(Permit, Decision);
        var after = Protect(Permit, changed);

        Assert.NotEqual(before.Case.ContentHash, after.Case.ContentHash);
        Assert.NotEqual(before.Timeline[0].ContentHash, after.Timeline[0].ContentHash);
        Assert.NotEqual(before.Case.ContentHash, Protect(Permit).Case.ContentHash);
    }

    [Theory]
    [InlineData("reference.number")]
    [InlineData("title")]
    [InlineData("publicTitle")]
    [InlineData("sourceStatus")]
    public void A_text_that_holds_a_personal_number_is_encrypted_even_in_an_open_case(string field)
    {
        var record = Protect(WithCanary(Permit, field, $"Ansökan 19121212-1212 {Canary}"));

        Assert.DoesNotContain("1212", ClearOf(record), StringComparison.Ordinal);
        Assert.DoesNotContain("1212", record.Case.SearchText!, StringComparison.Ordinal);
        Assert.Contains(Canary, JsonSerializer.Serialize(Protector.Open(record.Case), Readable), StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_event_says_is_never_in_the_clear()
    {
        var stored = Protect(Permit, Decision with { Title = Canary, Text = Canary, By = Canary }).Timeline[0];

        Assert.DoesNotContain(Canary, JsonSerializer.Serialize(stored with { Private = [] }, Readable), StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, Encoding.UTF8.GetString(stored.Private), StringComparison.Ordinal);
    }

    [Fact]
    public void The_privacy_page_has_the_same_table()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "privacy.md"));

        foreach (var rule in FieldTable.Case) Assert.Contains(RowOf(rule), page, StringComparison.Ordinal);
        foreach (var rule in FieldTable.Event.Concat(FieldTable.Contact).Concat(FieldTable.Question).Concat(FieldTable.HandOver).Concat(FieldTable.HandOverStep).Concat(FieldTable.Write)) Assert.Contains(RowOf(rule), page, StringComparison.Ordinal);
    }

    public static TheoryData<string> CaseFields { get; } = [.. FieldTable.Case.Select(rule => rule.Field)];

    public static TheoryData<string> TextFields { get; } = [.. FieldTable.Case.Select(rule => rule.Field).Where(IsText)];

    const string Canary = "Kanariefågel";

    static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string RowOf(FieldRule rule)
    {
        var storage = rule.Storage switch { FieldStorage.Clear => "clear", FieldStorage.ClearWhenOpen => "clear when open", _ => "encrypted" };
        var keys = string.Join(", ", rule.Keys.Select(key => char.ToLowerInvariant(key.ToString()[0]) + key.ToString()[1..]));
        return $"| `{rule.Field}` | {storage} | {(keys.Length == 0 ? "–" : keys)}{(rule.NoKeyWhenProtected ? " (none with a protected party)" : "")} | {(rule.InTextSearch ? "yes" : "–")} |";
    }

    static bool IsText(string path) => path != "reference.source" && Find(Permit, path).Property.PropertyType == typeof(string);

    static string RepositoryRoot([System.Runtime.CompilerServices.CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (!File.Exists(Path.Combine(folder.FullName, "IntegrationHub.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    static bool ShowsCanary(ProtectedRecord record)
    {
        Assert.DoesNotContain(Canary, Encoding.UTF8.GetString(record.Case.Private), StringComparison.Ordinal);
        return ClearOf(record).Contains(Canary, StringComparison.Ordinal);
    }

    static string ClearOf(ProtectedRecord record) =>
        JsonSerializer.Serialize(record.Case with { Private = [], Keys = [], ContentHash = [], SearchText = null }, Readable);

    static Case WithCanary(Case @case, string field, string canary = Canary) => Set(@case, field, canary);

    static Case Changed(Case @case, string field)
    {
        if (field == "attributes") return @case with { Attributes = new Dictionary<string, string> { ["area"] = "41", ["plan"] = "P12" } };
        if (field == "closedAt") return @case with { ClosedAt = @case.OpenedAt };

        var (owner, property) = Find(@case, field);
        return Set(@case, field, Another(property.GetValue(owner)));
    }

    static object Another(object? value) => value switch
    {
        null => "559999-9991",
        string text => text + "x",
        bool flag => !flag,
        decimal number => number + 1,
        DateTimeOffset time => time.AddSeconds(1),
        Uri uri => new Uri(uri, "x"),
        Enum choice => Enum.ToObject(choice.GetType(), Convert.ToInt32(choice, System.Globalization.CultureInfo.InvariantCulture) + 1),
        _ => throw new InvalidOperationException($"No other value of {value.GetType()} is known."),
    };

    // Copies along the path, so that the shared sample stays as it is.
    static Case Set(Case @case, string field, object value)
    {
        var copy = @case with
        {
            Handler = @case.Handler! with { },
            Parties = [.. @case.Parties.Select(party => party with { })],
            Location = @case.Location! with { },
            NextStep = @case.NextStep! with { },
            Links = [.. @case.Links.Select(link => link with { })],
        };
        if (field == "reference.number") return copy with { Reference = copy.Reference with { Number = (string)value } };

        var (owner, property) = Find(copy, field);
        property.SetValue(owner, value);
        return copy;
    }

    static (object Owner, PropertyInfo Property) Find(object owner, string field)
    {
        var steps = field.Split('.');
        foreach (var step in steps[..^1])
        {
            var value = Property(owner, step.Replace("[]", "", StringComparison.Ordinal)).GetValue(owner)!;
            owner = step.EndsWith("[]", StringComparison.Ordinal) ? ((IEnumerable)value).Cast<object>().First() : value;
        }

        return (owner, Property(owner, steps[^1]));
    }

    static PropertyInfo Property(object owner, string name) => owner.GetType().GetProperty(char.ToUpperInvariant(name[0]) + name[1..])!;

    static IEnumerable<string> PathsOf(Type type, string prefix = "")
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = prefix + char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
            var value = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (Leaves.Contains(value) || value.IsEnum)
            {
                yield return name;
            }
            else
            {
                var item = value.IsGenericType ? value.GetGenericArguments()[0] : null;
                foreach (var path in PathsOf(item ?? value, name + (item is null ? "." : "[]."))) yield return path;
            }
        }
    }
}
