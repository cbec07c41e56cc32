using IntegrationHub.Diagnostics;
using static IntegrationHub.Diagnostics.Provoking;

namespace IntegrationHub.Disclosure;

/// <summary>What the codes about the section <c>disclosure</c> of <c>hub.yaml</c> mean. While one of them is there, the hub does not start.</summary>
internal static class DisclosureDiagnostics
{
    const string Source = "disclosure:\n  sources:\n    permits:\n";
    const string Decision = "      existence: { decision: SN 2026/12, by: SN, date: 2026-01-15, unit: U, phone: 08-465 004 01 }\n";

    public static IReadOnlyList<DiagnosticEntry> All { get; } =
    [
        new("IH5301", "A key of the section holds another shape or kind than it must.", "Write it as the message says.") { Example = OfHub("disclosure:\n  limits: none\n") },
        new("IH5302", "A key that the section does not have, or a source that no stream reads.", "Correct it: a rule that is about nothing protects nobody.") { Example = OfHub("disclosure:\n  sources:\n    permitz:\n      default: hidden\n") },
        new("IH5303", "A key that must be there is missing.", "Add it.") { Example = OfHub("disclosure:\n  limits:\n    - sources: [permits]\n") },
        new("IH5304", "Social support is told as existence at most.", "Write default: hidden, or default: existence with the decision that allows it.") { Example = OfHub(Source + "      social: true\n      default: full\n") },
        new("IH5305", "Existence may be told only with a recorded decision.", "Write the decision under existence: decision, by, date, unit, phone.") { Example = OfHub(Source + "      default: existence\n") },
        new("IH5306", "The source is hidden, and a decision says that existence may be told.", "Keep one of the two.") { Example = OfHub(Source + "      default: hidden\n" + Decision) },
        new("IH5307", "The decision's date is none.", "Write it as 2026-01-31.") { Example = OfHub(Source + "      default: existence\n" + Decision.Replace("2026-01-15", "15/1", StringComparison.Ordinal)) },
        new("IH5308", "The telephone number cannot be called.", "Write one that can; it is told to whoever may know that there is a case.") { Example = OfHub(Source + "      default: existence\n" + Decision.Replace("08-465 004 01", "reception", StringComparison.Ordinal)) },
        new("IH5309", "A word that is none of those possible, or bounds that are about nothing.", "Take one that the message names.") { Example = OfHub("disclosure:\n  limits:\n    - atMost: full\n") },
    ];
}
