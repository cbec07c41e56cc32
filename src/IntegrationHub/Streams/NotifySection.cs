using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Sources;

namespace IntegrationHub.Streams;

/// <summary>Reads the section <c>notify:</c> of a stream file: how the vendor tells that something has changed.</summary>
internal static class NotifySection
{
    /// <summary>More steps than this no notification needs.</summary>
    const int MaxSteps = 8;

    const int MaxSecrets = 4;

    static readonly string[] Kinds = ["standard-webhooks", "zgw"];

    /// <summary>What the section says, and where; null when it is not there or is wrong.</summary>
    public static (StreamNotify Notify, NotifyPlaces Places)? Read(YamlSection root, AdapterManifest? adapter, DiagnosticBag diagnostics)
    {
        if (!root.Has("notify")) return null;

        var section = root.Section("notify");
        var kind = Kind(section, diagnostics);
        var secrets = Secrets(section, diagnostics);
        var key = Key(section, kind, diagnostics);
        var address = Base(section, kind, diagnostics);
        var template = Case(section, address, diagnostics);
        var only = Only(section, diagnostics);
        var standard = new StreamNotify { Kind = default, Secrets = [], Key = [] };
        if (kind == NotifyKind.Zgw && section.Has("tolerance"))
            diagnostics.Error(section.PlaceOf("tolerance"), StreamCodes.Contradiction, $"{section.Path("tolerance")} has no effect with kind zgw, whose notifications are not signed; take it away");

        var notify = standard with
        {
            Kind = kind ?? default,
            Secrets = [.. secrets.Select(s => s.Text)],
            Key = key ?? [],
            Base = address?.Text,
            Case = template ?? standard.Case,
            Only = only,
            Tolerance = section.Duration("tolerance", TimeSpan.FromSeconds(10), TimeSpan.FromHours(1)) ?? standard.Tolerance,
            MaxBodyBytes = (int?)section.Size("maxBody", 1024, 1024 * 1024) ?? standard.MaxBodyBytes,
            MaxWaiting = section.Number("maxWaiting", 1, 1_000_000) ?? standard.MaxWaiting,
            Gather = section.Duration("gather", TimeSpan.Zero, TimeSpan.FromMinutes(10)) ?? standard.Gather,
            Batch = section.Number("batch", 1, 10_000) ?? standard.Batch,
            Attempts = section.Number("attempts", 1, 100) ?? standard.Attempts,
        };
        section.End();
        if (adapter is { ReadsByKey: false })
            diagnostics.Error(root.PlaceOf("notify"), StreamCodes.Contradiction, $"notify has no effect: the adapter '{adapter.Name}' cannot be asked for single records; take it away");

        return kind is null || key is null ? null : (notify, new NotifyPlaces(root.PlaceOf("notify"), [.. secrets.Select(s => s.Place)], address?.Place ?? section.Place));
    }

    static NotifyKind? Kind(YamlSection section, DiagnosticBag diagnostics)
    {
        if (section.Text("kind", required: true) is not { } written) return null;
        if (Array.IndexOf(Kinds, written.Text) is var index and >= 0) return (NotifyKind)index;

        diagnostics.Error(written.Place, StreamCodes.WrongValue, $"{section.Path("kind")}: there is no '{written.Text}'{DidYouMean.Hint(written.Text, Kinds)}; it is one of {string.Join(", ", Kinds)}");
        return null;
    }

    // No message holds what stands there: it may be the secret itself.
    static List<YamlText> Secrets(YamlSection section, DiagnosticBag diagnostics)
    {
        var items = Items(section, "secrets", diagnostics);
        if (!section.Has("secrets"))
            diagnostics.Error(section.Place, StreamCodes.MissingKey, $"{section.Path("secrets")} is missing; write [\"${{secret:NAME}}\"]");
        if (items.Count > MaxSecrets)
            diagnostics.Error(section.PlaceOf("secrets"), StreamCodes.OutOfRange, $"{section.Path("secrets")} holds {items.Count} secrets; at most {MaxSecrets} are in force at once");

        foreach (var item in items.Where(i => SettingText.Parse(i.Text) is not [{ Kind: SettingPartKind.Secret }]))
        {
            diagnostics.Error(item.Place, StreamCodes.LiteralSecret,
                $"{section.Path("secrets")} must not hold a secret itself; write \"${{secret:NAME}}\" and treat what stood here as known to others");
        }

        return items;
    }

    static string[]? Key(YamlSection section, NotifyKind? kind, DiagnosticBag diagnostics)
    {
        // The case that a notification of ZGW is about, whatever of it has changed.
        if (kind == NotifyKind.Zgw && !section.Has("key")) return ["hoofdObject"];
        if (section.Text("key", required: true) is not { } written) return null;

        var (syntax, error) = ExpressionParser.Parse(written.Text);
        if (error is null && syntax is Syntax.Path { Start: PathStart.Here, Segments: { Count: > 0 and <= MaxSteps } steps } && steps.All(s => s.Name is { } name && !name.StartsWith('@')))
            return [.. steps.Select(s => s.Name!)];

        diagnostics.Error(written.Place, StreamCodes.WrongValue,
            $"{section.Path("key")} must be the names that lead to the case in a notification, at most {MaxSteps}, for instance data.id or data['case.id']");
        return null;
    }

    static YamlText? Base(YamlSection section, NotifyKind? kind, DiagnosticBag diagnostics)
    {
        if (section.Text("base", required: kind == NotifyKind.Zgw) is not { } written) return null;

        if (SettingText.Parse(written.Text) is not { } parts)
        {
            diagnostics.Error(written.Place, StreamCodes.Reference, $"{section.Path("base")} holds a reference that cannot be read; write \"${{NAME}}\"");
            return null;
        }

        if (parts.Any(p => p.Kind == SettingPartKind.Secret))
        {
            diagnostics.Error(written.Place, StreamCodes.MisplacedSecret, $"{section.Path("base")} is no secret, so its value may be logged; a secret must not go into it");
            return null;
        }

        if (parts.All(p => p.Kind == SettingPartKind.Literal) && Notifications.VendorAddress.Fault(written.Text) is { } fault)
        {
            diagnostics.Error(written.Place, StreamCodes.Address, $"{section.Path("base")} {fault}");
            return null;
        }

        return written;
    }

    static string? Case(YamlSection section, YamlText? address, DiagnosticBag diagnostics)
    {
        if (section.Text("case") is not { } written) return null;

        if (address is null && !section.Has("base"))
            diagnostics.Error(written.Place, StreamCodes.Contradiction, $"{section.Path("case")} has no effect without {section.Path("base")}; take it away, or set the base");
        if (Notifications.VendorAddress.TemplateFault(written.Text) is { } fault)
            diagnostics.Error(written.Place, StreamCodes.WrongValue, $"{section.Path("case")} {fault}");
        return written.Text;
    }

    static string[] Only(YamlSection section, DiagnosticBag diagnostics) => [.. Items(section, "only", diagnostics).Select(i => i.Text)];

    static List<YamlText> Items(YamlSection section, string key, DiagnosticBag diagnostics)
    {
        IReadOnlyList<YamlNode> nodes = section.Node(key) switch
        {
            null => [],
            YamlList { Items.Count: > 0 } list => list.Items,
            YamlText { IsEmpty: false } one => [one],
            var other => Wrong(other),
        };
        foreach (var node in nodes.Where(n => n is not YamlText { Text.Length: > 0 }).ToList()) Wrong(node);
        return [.. nodes.OfType<YamlText>().Where(t => t.Text.Length > 0)];

        IReadOnlyList<YamlNode> Wrong(YamlNode node)
        {
            diagnostics.Error(node.Place, StreamCodes.WrongValue, $"{section.Path(key)} must be a list of texts");
            return [];
        }
    }
}

/// <summary>Where what a stream file says of notifications stands.</summary>
/// <param name="Section">The section.</param>
/// <param name="Secrets">Each secret.</param>
/// <param name="Base">The vendor's address.</param>
public sealed record NotifyPlaces(Place Section, IReadOnlyList<Place> Secrets, Place Base);
