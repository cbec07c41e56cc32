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

    /// <summary>What the section says, and where; null when it is not there or is wrong.</summary>
    public static (StreamNotify Notify, NotifyPlaces Places)? Read(YamlSection root, AdapterManifest? adapter, DiagnosticBag diagnostics)
    {
        if (!root.Has("notify")) return null;

        var section = root.Section("notify");
        var kind = Kind(section);
        var secrets = Secrets(section, diagnostics);
        var key = Key(section, kind, diagnostics);
        var address = Base(section, kind, diagnostics);
        var template = Case(section, address, diagnostics);
        var only = Only(section);
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
            Tolerance = section.Duration("tolerance") ?? standard.Tolerance,
            MaxBodyBytes = (int?)section.Size("maxBody") ?? standard.MaxBodyBytes,
            MaxWaiting = section.Number("maxWaiting") ?? standard.MaxWaiting,
            Gather = section.Duration("gather") ?? standard.Gather,
            Batch = section.Number("batch") ?? standard.Batch,
            Attempts = section.Number("attempts") ?? standard.Attempts,
        };
        section.End();
        if (adapter is { ReadsByKey: false })
            diagnostics.Error(root.PlaceOf("notify"), StreamCodes.Contradiction, $"notify has no effect: the adapter '{adapter.Name}' cannot be asked for single records; take it away");

        return kind is null || key is null ? null : (notify, new NotifyPlaces(root.PlaceOf("notify"), [.. secrets.Select(s => s.Place)], address?.Place ?? section.Place));
    }

    static NotifyKind? Kind(YamlSection section) => section.Choice("kind") switch
    {
        "standard-webhooks" => NotifyKind.StandardWebhooks,
        "zgw" => NotifyKind.Zgw,
        _ => null,
    };

    // No message holds what stands there: it may be the secret itself.
    static IReadOnlyList<YamlText> Secrets(YamlSection section, DiagnosticBag diagnostics)
    {
        var items = section.Texts("secrets");
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

    static string[] Only(YamlSection section) => [.. section.Texts("only").Select(i => i.Text)];
}

/// <summary>Where what a stream file says of notifications stands.</summary>
/// <param name="Section">The section.</param>
/// <param name="Secrets">Each secret.</param>
/// <param name="Base">The vendor's address.</param>
public sealed record NotifyPlaces(Place Section, IReadOnlyList<Place> Secrets, Place Base);
